"""The files that an archive will hold, all written side by side, each compressed as it comes."""

import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import IO, Final

from app.kit.files.zip_records import Entree, repertoire

_NIVEAU: Final = 4
_LOT: Final = 64 * 1024
_LU: Final = 256 * 1024
_DEFLATE: Final = 8


class Partie:
    """Text that is kept compressed in a file of its own, which is the caller's to close.

    `empreinte`: the SHA-256 of what was written. Of those that make one file, `suite` says that
    another follows.
    """

    def __init__(self, fichier: IO[bytes], *, suite: bool = False) -> None:
        self._fichier = fichier
        self._zip = zlib.compressobj(_NIVEAU, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._suite = suite
        self._attente, self._lues = list[str](), 0
        self._condense = sha256()
        self.crc, self.taille, self.serree = 0, 0, 0

    @property
    def empreinte(self) -> str:
        """In hexadecimal, once it is closed."""
        return self._condense.hexdigest()

    def ecrire(self, texte: str) -> None:
        """Add to it."""
        self._attente.append(texte)
        self._lues += len(texte)
        if self._lues >= _LOT:
            self._vider()

    def fermer(self) -> None:
        """Nothing comes after."""
        self._vider()
        self._ranger(self._zip.flush(zlib.Z_FULL_FLUSH if self._suite else zlib.Z_FINISH))

    def octets(self) -> Iterator[bytes]:
        """What it is once compressed."""
        self._fichier.seek(0)
        while lus := self._fichier.read(_LU):
            yield lus

    def _vider(self) -> None:
        octets = "".join(self._attente).encode()
        self._attente, self._lues = [], 0
        self._condense.update(octets)
        self.crc = zlib.crc32(octets, self.crc)
        self.taille += len(octets)
        self._ranger(self._zip.compress(octets))

    def _ranger(self, octets: bytes) -> None:
        self.serree += len(octets)
        self._fichier.write(octets)


class Archive:
    """A zip written to `sortie`, of files that are there already; each is dated `le`."""

    def __init__(self, sortie: IO[bytes], le: datetime) -> None:
        self._sortie = sortie
        self._le = le
        self._entrees = list[Entree]()

    def texte(self, nom: str, texte: str) -> None:
        """A short one, not compressed."""
        octets = texte.encode()
        self._commencer(nom, zlib.crc32(octets), len(octets), len(octets), 0)
        self._sortie.write(octets)

    def ajouter(self, nom: str, parties: Sequence[Partie]) -> None:
        """One made of these, closed, one after the other."""
        crc = parties[0].crc if len(parties) == 1 else _crc(parties)
        taille, serree = sum(p.taille for p in parties), sum(p.serree for p in parties)
        self._commencer(nom, crc, taille, serree, _DEFLATE)
        for partie in parties:
            for octets in partie.octets():
                self._sortie.write(octets)

    def fermer(self) -> None:
        """Write the directory."""
        self._sortie.write(repertoire(self._entrees))

    def _commencer(self, nom: str, crc: int, taille: int, serree: int, methode: int) -> None:
        entree = Entree(nom, self._le, crc, taille, serree, methode)
        self._entrees.append(entree)
        self._sortie.write(entree.en_tete())


def _crc(parties: Sequence[Partie]) -> int:
    """Of all that they hold: zlib does not tell Python how to add two."""
    crc, clair = 0, zlib.decompressobj(-zlib.MAX_WBITS)
    for partie in parties:
        for octets in partie.octets():
            reste = octets
            while reste:
                crc = zlib.crc32(clair.decompress(reste, _LU), crc)
                reste = clair.unconsumed_tail
    return crc
