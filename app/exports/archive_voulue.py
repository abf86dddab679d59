"""The archive as it is asked for."""

from app.instruction.criteres import Filtres
from app.instruction.liste_decrite import VueVoulue


class ArchiveVoulue(Filtres):
    """Of which dossiers: the filters of the list, a view."""

    vue: VueVoulue = None
