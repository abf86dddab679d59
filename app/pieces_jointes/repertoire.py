"""Reads the end record and the central directory of a zip file, as they stand.

Source of the layouts: PKWARE APPNOTE.TXT 6.3.10, section given at each.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.pieces_jointes.formats import FIN_ZIP, refuser_suite
from app.pieces_jointes.membres import CHIFFREE, DEFLATE, STOCKEE, Entree, decoder_nom, elargir
from app.pieces_jointes.octets import Octets
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

ENTREES_MAX: Final = 10_000
REPERTOIRE_MAX: Final = 4 * 1024 * 1024
"""Bytes of the central directory: 400 for each of the entries allowed."""

CENTRALE: Final = b"PK\x01\x02"
_FIN: Final = struct.Struct("<4s4H2LH")  # 4.3.16
_RENVOI_64: Final = struct.Struct("<4sLQL")  # 4.3.15
_FIN_64: Final = struct.Struct("<4sQ2H2L4Q")  # 4.3.14
_CENTRALE: Final = struct.Struct("<4s6H3L5H2L")  # 4.3.12
_PLEINS: Final = (0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
_BLANCS: Final = b"\0\t\n\r\x1a "


@dataclass(frozen=True, slots=True)
class Fin:
    """What the end record says of the directory, and where the directory must end."""

    nombre: int
    taille: int
    position: int
    limite: int


def lire_fin(octets: Octets) -> Fin:
    """The last end record; after it, its comment, and nothing but blanks.

    Raises `ContenuRefuse`, as `lire_repertoire` does.
    """
    position = octets.contenu.rfind(FIN_ZIP)
    if position < 0:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    _, disque, disque_repertoire, ici, nombre, taille, debut, commentaire = _FIN.unpack(
        octets.lire(position, _FIN.size)
    )
    suite = octets.contenu[position + _FIN.size :]
    if len(suite) < commentaire or suite[commentaire:].strip(_BLANCS):
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT)
    refuser_suite(suite, 0)
    renvoi = position - _RENVOI_64.size
    if octets.contenu.startswith(b"PK\x06\x07", max(0, renvoi)):
        return _lire_fin_64(octets, renvoi, (nombre, taille, debut))
    if disque or disque_repertoire or ici != nombre:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    return Fin(nombre, taille, debut, position)


def _lire_fin_64(octets: Octets, renvoi: int, sur_32_bits: tuple[int, int, int]) -> Fin:
    """The zip64 end record, named by the locator at `renvoi` and just before it.

    Some readers believe the 32-bit record: where it is not full, both must say the same.
    """
    _, disque, position_fin, disques = _RENVOI_64.unpack(octets.lire(renvoi, _RENVOI_64.size))
    signature, reste, _, _, *autres, ici, nombre, taille, position = _FIN_64.unpack(
        octets.lire(position_fin, _FIN_64.size)
    )
    if signature != b"PK\x06\x06" or position_fin + 12 + reste != renvoi:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    if disque or disques > 1 or any(autres) or ici != nombre:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    sur_64_bits = (nombre, taille, position)
    if any(
        court not in (long, plein)
        for court, long, plein in zip(sur_32_bits, sur_64_bits, _PLEINS, strict=True)
    ):
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
    return Fin(*sur_64_bits, position_fin)


def lire_repertoire(octets: Octets, fin: Fin) -> Iterator[Entree]:
    """The entries, as the directory describes them."""
    if fin.nombre > ENTREES_MAX or fin.taille > REPERTOIRE_MAX:
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
    if fin.position + fin.taille != fin.limite:
        avant = fin.position + fin.taille < fin.limite
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT if avant else CodeRefus.FICHIER_TRONQUE)
    repertoire = octets.lire(fin.position, fin.taille)
    curseur = 0
    for _ in range(fin.nombre):
        entree, curseur = _lire_entree(repertoire, curseur)
        yield entree
    if curseur != fin.taille:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)


def _lire_entree(repertoire: bytes, curseur: int) -> tuple[Entree, int]:
    """The entry described at `curseur`, and where the next description begins."""
    debut = curseur + _CENTRALE.size
    if debut > len(repertoire):
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    signature, _, _, drapeaux, methode, _, _, somme, compressee, taille, *suite, position = (
        _CENTRALE.unpack_from(repertoire, curseur)
    )
    nom, extra, commentaire, disque, *_ = suite
    if signature != CENTRALE or disque:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    if drapeaux & CHIFFREE:
        raise ContenuRefuse(CodeRefus.FICHIER_CHIFFRE)
    if methode not in (STOCKEE, DEFLATE):
        raise ContenuRefuse(CodeRefus.TYPE_REFUSE)
    champs = repertoire[debut + nom : debut + nom + extra]
    taille, compressee, position = elargir(champs, taille, compressee, position)
    entree = Entree(
        nom=decoder_nom(repertoire[debut : debut + nom]),
        methode=methode,
        somme=somme,
        taille_compressee=compressee,
        taille=taille,
        position=position,
    )
    return entree, debut + nom + extra + commentaire
