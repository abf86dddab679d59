"""Cells of a CSV (RFC 4180) as a French spreadsheet opens it, none of them taken for a formula."""

import re
from collections.abc import Iterable
from typing import Final

MARQUE: Final = "\ufeff"
"""Stands first, for UTF-8 to be seen."""
FIN: Final = "\r\n"
# ASVS 5.0, 1.2.10: what a spreadsheet would take for the beginning of a formula.
DECLENCHEURS: Final = frozenset("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")
# After what a reader that is set otherwise takes for the end of a cell.
_PLUS_LOIN: Final = re.compile("([;,\t\r\n])(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])")
_A_CITER: Final = re.compile('[;,"\r\n]')


def inerte(texte: str) -> str:
    """A text with an apostrophe before whatever would run."""
    if not texte:
        return texte
    debut = "'" if texte[0] in DECLENCHEURS else ""
    if _PLUS_LOIN.search(texte):
        texte = _PLUS_LOIN.sub(r"\1'", texte)
    return debut + texte


def cite(texte: str) -> str:
    """Between quotes where it has to be, whichever separator a reader looks for."""
    return '"' + texte.replace('"', '""') + '"' if _A_CITER.search(texte) else texte


def rangee(cellules: Iterable[str]) -> str:
    """A row of texts that somebody typed."""
    return ";".join(cite(inerte(cellule)) for cellule in cellules) + FIN
