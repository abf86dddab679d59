"""One entry of a zip file: its local header, and its content held against what it declares.

Source of the layouts: PKWARE APPNOTE.TXT 6.3.10, section given at each.
"""

import struct
import zlib
from dataclasses import dataclass

from app.pieces_jointes.octets import Octets
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

RATIO_MAX = 200
"""Times that an entry may grow when it is decompressed..."""
TAILLE_SANS_RATIO = 1024 * 1024
"""...once it exceeds this size in bytes: a small one is harmless whatever its ratio."""
ECHANTILLON = 16 * 1024
"""Compressed bytes of each entry that are decompressed to see whether it keeps its word."""

CHIFFREE = 0x0001 | 0x0040 | 0x2000
"""Flags of an entry encrypted, strongly encrypted or with masked headers (4.4.4)."""
_TAILLES_APRES = 0x0008
STOCKEE, DEFLATE = 0, 8

_ENTETE_LOCAL = struct.Struct("<4s5H3L2H")  # 4.3.7
_SUR_64_BITS = 0xFFFFFFFF


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
    """The name of an entry. Latin-1 never fails; every name that matters here is ASCII."""
    return brut.decode("latin-1")


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


def decompresser(entree: Entree, brut: bytes) -> bytes:
    """What the first bytes `brut` of the entry's data hold; all of it if `brut` is all.

    Memory stays bounded by the size declared and by `RATIO_MAX` times `brut`.
    Raises `ContenuRefuse`: `archive_bombe` when the content is not of the size declared,
    `fichier_tronque` when it is damaged.
    """
    entier = len(brut) == entree.taille_compressee
    if entree.methode == STOCKEE:
        contenu, fini, en_trop = brut, entier, False
    else:
        contenu, fini, en_trop = _inflater(brut, entree.taille)
    trop_court = fini and (not entier or len(contenu) < entree.taille)
    if en_trop or trop_court or len(contenu) > entree.taille:
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
    if entier and (not fini or zlib.crc32(contenu) != entree.somme):
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    return contenu


def _inflater(brut: bytes, taille: int) -> tuple[bytes, bool, bool]:
    """The content, one byte more than `taille` at most; whether it ends; whether data follows."""
    plafond = min(taille, max(TAILLE_SANS_RATIO, RATIO_MAX * len(brut)))
    flux = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        contenu = flux.decompress(brut, plafond + 1)
    except zlib.error:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE) from None
    return contenu, flux.eof, bool(flux.unused_data)


def echantillon(octets: Octets, entree: Entree, debut: int) -> bytes:
    """The beginning of the entry's content. Raises `ContenuRefuse` as `decompresser` does."""
    return decompresser(entree, octets.lire(debut, min(entree.taille_compressee, ECHANTILLON)))
