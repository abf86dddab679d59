"""One entry of a zip file: its local header, and its content held against what it declares.

Source of the layouts: PKWARE APPNOTE.TXT 6.3.10, section given at each.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.pieces_jointes.octets import Octets
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

RATIO_MAX: Final = 200
"""Times that an entry may grow when it is decompressed..."""
TAILLE_SANS_RATIO: Final = 96 * 1024 * 1024
"""...once it exceeds this size in bytes: the picture of a white page grows a thousand times."""
MORCEAU: Final = 1024 * 1024
"""Bytes of content held at once while an entry is read to its end."""
_BRUT: Final = 64 * 1024

CHIFFREE: Final = 0x0001 | 0x0040 | 0x2000
"""Flags of an entry encrypted, strongly encrypted or with masked headers (4.4.4)."""
_TAILLES_APRES: Final = 0x0008
STOCKEE, DEFLATE = 0, 8

_ENTETE_LOCAL: Final = struct.Struct("<4s5H3L2H")  # 4.3.7
_SUR_64_BITS: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Entree:
    """An entry as the central directory declares it; sizes and position in bytes."""

    nom: str
    methode: int
    somme: int
    taille_compressee: int
    taille: int
    position: int


def decoder_nom(brut: bytes) -> str:
    """The name of an entry, a backslash read as a slash, as readers of documents do.

    Latin-1 never fails; every name that matters here is ASCII.
    """
    return brut.decode("latin-1").replace("\\", "/")


def elargir(extra: bytes, *valeurs: int) -> list[int]:
    """The values, those too large for 32 bits replaced from the zip64 extra field (4.5.3)."""
    larges = iter(_champ_zip64(extra))
    return [next(larges, valeur) if valeur == _SUR_64_BITS else valeur for valeur in valeurs]


def _champ_zip64(extra: bytes) -> tuple[int, ...]:
    position = 0
    while position + 4 <= len(extra):
        nature, longueur = struct.unpack_from("<2H", extra, position)
        if nature == 0x0001:
            champ = extra[position + 4 : position + 4 + longueur]
            return struct.unpack_from(f"<{len(champ) // 8}Q", champ)
        position += 4 + longueur
    return ()


def debut_donnees(octets: Octets, entree: Entree) -> int:
    """The position of the entry's data, once its local header agrees with the directory.

    Raises `ContenuRefuse`: `fichier_tronque` when the header is not that of the entry,
    `fichier_chiffre`, or `archive_bombe` when it gives other sizes.
    """
    brut = octets.lire(entree.position, _ENTETE_LOCAL.size)
    signature, _, drapeaux, methode, _, _, somme, compressee, taille, *longueurs = (
        _ENTETE_LOCAL.unpack(brut)
    )
    debut_nom = entree.position + _ENTETE_LOCAL.size
    nom = octets.lire(debut_nom, longueurs[0])
    if (signature, methode, decoder_nom(nom)) != (b"PK\x03\x04", entree.methode, entree.nom):
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    if drapeaux & CHIFFREE:
        raise ContenuRefuse(CodeRefus.FICHIER_CHIFFRE)
    extra = octets.lire(debut_nom + longueurs[0], longueurs[1])
    taille, compressee = elargir(extra, taille, compressee)
    declare = (somme, compressee, taille)
    attendu = (entree.somme, entree.taille_compressee, entree.taille)
    # A writer that streams gives the sizes after the data: only the directory has them then.
    if not drapeaux & _TAILLES_APRES and declare != attendu:
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
    return debut_nom + sum(longueurs)


def decompresser(entree: Entree, brut: bytes) -> Iterator[bytes]:
    """The content of the entry, whose data are `brut`, to its end, by pieces of `MORCEAU` bytes.

    Raises `ContenuRefuse`: `archive_bombe` as soon as it is not of the size declared,
    `fichier_tronque` when it is damaged.
    """
    somme = taille = 0
    for morceau in [brut] if entree.methode == STOCKEE else _inflater(brut):
        taille += len(morceau)
        if taille > entree.taille:
            raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
        somme = zlib.crc32(morceau, somme)
        yield morceau
    if taille != entree.taille:
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
    if somme != entree.somme:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)


def _inflater(brut: bytes) -> Iterator[bytes]:
    # Some writers "deflate" what is empty into nothing at all.
    if not brut:
        return
    flux = zlib.decompressobj(-zlib.MAX_WBITS)
    # In pieces as well: zlib copies what it has not consumed at each turn.
    for debut in range(0, len(brut), _BRUT):
        if flux.eof:
            raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
        suite = brut[debut : debut + _BRUT]
        while suite and not flux.eof:
            try:
                yield flux.decompress(suite, MORCEAU)
            except zlib.error:
                raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE) from None
            suite = flux.unconsumed_tail
    if flux.unused_data:
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
    yield flux.flush()
    if not flux.eof:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
