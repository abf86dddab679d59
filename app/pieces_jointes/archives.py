"""Reads the directory of a zip file and holds it against what the file really contains.

Our own reader, because the usual ones forgive: `zipfile` skips data put before the archive,
believes the central directory, and never looks for entries that overlap.
Source of the layouts: PKWARE APPNOTE.TXT 6.3.10, section given at each.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from app.pieces_jointes.membres import (
    CHIFFREE,
    DEFLATE,
    RATIO_MAX,
    STOCKEE,
    TAILLE_SANS_RATIO,
    Entree,
    debut_donnees,
    decoder_nom,
    decompresser,
    echantillon,
    elargir,
)
from app.pieces_jointes.octets import Octets
from app.pieces_jointes.prologues import controler_prologue
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

ENTREES_MAX = 10_000
TOTAL_MAX = 500 * 1024 * 1024
"""Bytes that all entries may take together once decompressed."""
REPERTOIRE_MAX = 4 * 1024 * 1024
"""Bytes of the central directory: 400 for each of the entries allowed."""
MEMBRE_MAX = 1024 * 1024
"""Bytes of an entry that is read whole."""
PROLOGUE_MAX = 64 * 1024
"""Bytes of each entry in which XML must begin its first element."""

FIN_ZIP = b"PK\x05\x06"
QUEUE_ZIP = 22 + 0xFFFF
"""Where readers look for the end record: its 22 bytes and the longest comment (4.3.16)."""

_FIN = struct.Struct("<4s4H2LH")  # 4.3.16
_RENVOI_64 = struct.Struct("<4sLQL")  # 4.3.15
_FIN_64 = struct.Struct("<4sQ2H2L4Q")  # 4.3.14
_CENTRALE = struct.Struct("<4s6H3L5H2L")  # 4.3.12
_PLEINS = (0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
_ARCHIVES = (b"PK\x03\x04", FIN_ZIP, b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")


@dataclass(frozen=True, slots=True)
class _Fin:
    """What the end record says of the directory, and where the directory must end."""

    nombre: int
    taille: int
    position: int
    limite: int


class Archive:
    """A zip file whose structure holds; entries in the order of the file, by name.

    `imbriquees` names the entries that are archives themselves.
    Raises `ContenuRefuse` when it does not hold.
    """

    def __init__(self, octets: Octets) -> None:
        fin = _lire_fin(octets)
        entrees = sorted(_lire_repertoire(octets, fin), key=lambda entree: entree.position)
        _controler_tailles(entrees)
        self._octets = octets
        self.entrees = {entree.nom: entree for entree in entrees}
        self.imbriquees = list(_controler_contenus(octets, entrees, fin.position))

    def lire(self, nom: str) -> bytes:
        """The whole content of an entry of at most `MEMBRE_MAX` bytes.

        Raises `ContenuRefuse`: `type_refuse` when there is none of that name.
        """
        entree = self.entrees.get(nom)
        if entree is None:
            raise ContenuRefuse(CodeRefus.TYPE_REFUSE)
        if max(entree.taille, entree.taille_compressee) > MEMBRE_MAX:
            raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
        debut = debut_donnees(self._octets, entree)
        return decompresser(entree, self._octets.lire(debut, entree.taille_compressee))


def _lire_fin(octets: Octets) -> _Fin:
    """The end record, which must be the last thing in the file: no comment is tolerated."""
    queue = octets.queue(QUEUE_ZIP)
    if not queue[-_FIN.size :].startswith(FIN_ZIP) or queue[-2:] != b"\0\0":
        ailleurs = FIN_ZIP in queue
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT if ailleurs else CodeRefus.FICHIER_TRONQUE)
    limite = octets.taille - _FIN.size
    _, disque, disque_repertoire, ici, nombre, taille, position, _ = _FIN.unpack(
        queue[-_FIN.size :]
    )
    if queue[-_FIN.size - _RENVOI_64.size :].startswith(b"PK\x06\x07"):
        return _lire_fin_64(octets, limite - _RENVOI_64.size, (nombre, taille, position))
    if disque or disque_repertoire or ici != nombre:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    return _Fin(nombre, taille, position, limite)


def _lire_fin_64(octets: Octets, renvoi: int, sur_32_bits: tuple[int, int, int]) -> _Fin:
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
    return _Fin(*sur_64_bits, position_fin)


def _lire_repertoire(octets: Octets, fin: _Fin) -> Iterator[Entree]:
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
    if signature != b"PK\x01\x02" or disque:
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


def _controler_tailles(entrees: list[Entree]) -> None:
    """What the directory alone betrays: a bomb, a lie, or two entries under one name."""
    noms = {entree.nom for entree in entrees}
    total = sum(entree.taille for entree in entrees)
    if total > TOTAL_MAX or len(noms) < len(entrees) or any(map(_anormale, entrees)):
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)


def _anormale(entree: Entree) -> bool:
    if entree.methode == STOCKEE:
        return entree.taille != entree.taille_compressee
    grande = entree.taille > TAILLE_SANS_RATIO
    return grande and entree.taille > RATIO_MAX * entree.taille_compressee


def _controler_contenus(octets: Octets, entrees: list[Entree], limite: int) -> Iterator[str]:
    """Walks the entries from the start of the file to `limite`; yields those that are archives.

    Each begins after the one before, keeps the word of its headers, and is no trap of XML.
    """
    if entrees and entrees[0].position > 0:
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT)
    libre = 0
    for entree in entrees:
        if entree.position < libre:
            raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
        debut = debut_donnees(octets, entree)
        libre = debut + entree.taille_compressee
        if libre > limite:
            raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
        contenu = echantillon(octets, entree, debut)
        if contenu.startswith(_ARCHIVES):
            yield entree.nom
        prologue = contenu[:PROLOGUE_MAX]
        controler_prologue(prologue, entier=len(prologue) == entree.taille)
