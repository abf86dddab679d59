"""Has a file judged in a process that may die of it, not the service."""

import json
from typing import IO, Final

from app.kit.confine import A_BOUT
from app.kit.process import Pouponniere
from app.pieces_jointes.verdict import TROP_COUTEUX, CodeRefus, ContenuRefuse, TypeFichier

JUGE: Final = "app.pieces_jointes.juge"
A_LA_FOIS: Final = 4
"""Files judged at the same time by one process of the service."""
DELAI: Final = 60.0
"""Seconds by the clock; the processor time of the judge has a limit of its own."""
_SORTIE_MAX: Final = 64 * 1024
DEMESURES: Final = (None, *A_BOUT)


async def juger(pouponniere: Pouponniere, contenu: IO[bytes]) -> TypeFichier:
    """The type of an open file, which its judge reads by itself, to the end.

    Raises `ContenuRefuse`, of `archive_bombe` for one that costs too much to judge.
    """
    issue = await pouponniere.faire(JUGE, contenu, secondes=DELAI, sortie_max=_SORTIE_MAX)
    if issue.statut in DEMESURES:
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE, TROP_COUTEUX)
    if issue.statut:
        raise RuntimeError(f"the judge of files ended with {issue.statut}")
    verdict: dict[str, str] = json.loads(issue.sortie)
    if "type" in verdict:
        return TypeFichier(verdict["type"])
    raise ContenuRefuse(CodeRefus(verdict["code"]), verdict["message"])
