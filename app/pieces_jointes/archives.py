"""Reads the directory of a zip file and holds it against what the file really contains.

Our own reader, because the usual ones forgive: `zipfile` skips data put before the archive,
believes the central directory, and never looks for entries that overlap.
Source of the layouts: PKWARE APPNOTE.TXT 6.3.10, section given at each.
"""

from collections.abc import Iterator
from typing import Final

from app.pieces_jointes.formats import FIN_ZIP, ZIP
from app.pieces_jointes.membres import (
    RATIO_MAX,
    STOCKEE,
    TAILLE_SANS_RATIO,
    Entree,
    debut_donnees,
    decompresser,
)
from app.pieces_jointes.octets import Octets
from app.pieces_jointes.repertoire import CENTRALE, lire_fin, lire_repertoire
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

TOTAL_MAX: Final = 500 * 1024 * 1024
"""Bytes that all entries may take together once decompressed."""
LISTE_MAX: Final = 1024 * 1024
"""Bytes of an entry that lists the others."""


class Archive:
    """A zip file whose structure holds; entries in the order of the file, by name in lower case.

    The names of parts are equal whatever their case (OPC, 6.2.2.3), and files on many a disk.

    `total` is what they take together once decompressed, `total_max` at most.
    Raises `ContenuRefuse` when it does not hold. What the entries contain is held against what they
    declare while it is read: see `contenu`.
    """

    def __init__(self, octets: Octets, total_max: int = TOTAL_MAX) -> None:
        fin = lire_fin(octets)
        entrees = sorted(lire_repertoire(octets, fin), key=lambda entree: entree.position)
        _controler_entrees(entrees)
        self.total = sum(entree.taille for entree in entrees)
        if self.total > total_max:
            raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
        self._octets = octets
        self.entrees = {entree.nom.lower(): entree for entree in entrees}
        self._debuts = dict(_placer(octets, entrees, fin.position))

    def contenu(self, nom: str) -> Iterator[bytes]:
        """The content of an entry, by pieces. Raises `ContenuRefuse` if it is not what it says."""
        entree = self.entrees[nom]
        brut = self._octets.lire(self._debuts[nom], entree.taille_compressee)
        return decompresser(entree, brut)

    def lire(self, nom: str, maximum: int = LISTE_MAX) -> bytes:
        """The whole content of an entry of at most `maximum` bytes.

        Raises `ContenuRefuse`: `type_refuse` when there is none of that name.
        """
        if nom not in self.entrees:
            raise ContenuRefuse(CodeRefus.TYPE_REFUSE)
        if self.entrees[nom].taille > maximum:
            raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
        return b"".join(self.contenu(nom))


def _controler_entrees(entrees: list[Entree]) -> None:
    """What the directory betrays: a bomb, a lie, a name that leads outside or stands twice."""
    noms = {entree.nom.lower() for entree in entrees}
    if len(noms) < len(entrees) or any(map(_anormale, entrees)):
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)


def _anormale(entree: Entree) -> bool:
    if entree.nom.startswith("/") or entree.nom[1:2] == ":" or ".." in entree.nom.split("/"):
        return True
    if entree.methode == STOCKEE:
        return entree.taille != entree.taille_compressee
    grande = entree.taille > TAILLE_SANS_RATIO
    return grande and entree.taille > RATIO_MAX * entree.taille_compressee


def _placer(octets: Octets, entrees: list[Entree], limite: int) -> Iterator[tuple[str, int]]:
    """Where the data of each entry begin, by name, walked from the start of the file to `limite`.

    Each begins after the one before; what lies between them is no entry that the directory hides
    from those who read it, and shows to those who do not.
    """
    if entrees and entrees[0].position > 0:
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT)
    libre = 0
    for entree in entrees:
        if entree.position < libre or _cache(octets, libre, entree.position):
            raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
        debut = debut_donnees(octets, entree)
        libre = debut + entree.taille_compressee
        if libre > limite:
            raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
        yield entree.nom.lower(), debut
    if _cache(octets, libre, limite):
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)


def _cache(octets: Octets, debut: int, fin: int) -> bool:
    entre = octets.contenu[debut:fin]
    return any(signature in entre for signature in (ZIP, CENTRALE, FIN_ZIP))
