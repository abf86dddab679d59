"""The records of a zip archive whose entries are known before they are written (APPNOTE 6.3.10).

zip64 where an entry, or its place, passes 4 GiB, and only there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from struct import pack
from typing import Final

_PLEIN: Final = 0xFFFF_FFFF
_UTF8: Final = 1 << 11
_UNIX: Final = 3 << 8
_FICHIER: Final = 0o100_644 << 16
_MINIMUM: Final = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entree:
    """A file of an archive: its bytes as stored, and as they are; `methode`: 0 stored, 8 deflate.

    `le`: the date that it bears, as its own clock shows it.
    """

    nom: str
    le: datetime
    crc: int
    taille: int
    serree: int
    methode: int = 0

    @property
    def _longue(self) -> bool:
        return max(self.taille, self.serree) >= _PLEIN

    def _date(self) -> bytes:
        le = self.le if self.le.year >= _MINIMUM.year else _MINIMUM
        heure = le.hour << 11 | le.minute << 5 | le.second // 2
        return pack("<HH", heure, (le.year - 1980) << 9 | le.month << 5 | le.day)

    def en_tete(self) -> bytes:
        """What stands before its bytes."""
        nom = self.nom.encode()
        extra = pack("<HHQQ", 1, 16, self.taille, self.serree) if self._longue else b""
        serree, taille = (_PLEIN, _PLEIN) if self._longue else (self.serree, self.taille)
        version = 45 if extra else 20
        return b"".join(
            (
                pack("<IHHH", 0x04034B50, version, _UTF8, self.methode),
                self._date(),
                pack("<IIIHH", self.crc, serree, taille, len(nom), len(extra)),
                nom,
                extra,
            )
        )

    def au_repertoire(self, place: int) -> bytes:
        """Its record in the directory; `place`: of the first byte of what stands before it."""
        nom, extra = self.nom.encode(), b""
        serree, taille = self.serree, self.taille
        if self._longue:
            extra, serree, taille = pack("<QQ", taille, serree), _PLEIN, _PLEIN
        if place >= _PLEIN:
            extra, place = extra + pack("<Q", place), _PLEIN
        if extra:
            extra = pack("<HH", 1, len(extra)) + extra
        version = 45 if extra else 20
        return b"".join(
            (
                pack("<IHHHH", 0x02014B50, _UNIX | version, version, _UTF8, self.methode),
                self._date(),
                pack("<IIIHHH", self.crc, serree, taille, len(nom), len(extra), 0),
                pack("<HHII", 0, 0, _FICHIER, place),
                nom,
                extra,
            )
        )


def fin_du_repertoire(nombre: int, debut: int, longueur: int) -> bytes:
    """What ends an archive of `nombre` entries, whose directory is there and so long."""
    fin = b""
    if nombre >= 0xFFFF or debut >= _PLEIN or longueur >= _PLEIN:
        ici = debut + longueur
        fin = pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, nombre, nombre, longueur, debut)
        fin += pack("<IIQI", 0x07064B50, 0, ici, 1)
        nombre, longueur, debut = 0xFFFF, min(longueur, _PLEIN), min(debut, _PLEIN)
    return fin + pack("<IHHHHIIH", 0x06054B50, 0, 0, nombre, nombre, longueur, debut, 0)


def repertoire(entrees: Sequence[Entree]) -> bytes:
    """The directory of these entries, one after the other from the first byte, and its end."""
    fiches, place = list[bytes](), 0
    for entree in entrees:
        fiches.append(entree.au_repertoire(place))
        place += len(entree.en_tete()) + entree.serree
    octets = b"".join(fiches)
    return octets + fin_du_repertoire(len(entrees), place, len(octets))
