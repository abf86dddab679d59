"""The lines of a lot as a sheet: columns, what is written in each cell, and the reverse.

Excel's own CSV in French: `;`, UTF-8 with its mark, CRLF. A cell that a spreadsheet would run takes
an apostrophe (CWE-1236), which is taken off when it is read back.
"""

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

from app.decisions.lignes_decrites import LigneDecrite
from app.kit.csv_cells import DECLENCHEURS, FIN, MARQUE

NUMERO: Final = "numero"
COLONNES: Final = (
    NUMERO,
    "nom_territoire",  # for who reads: nothing is made of it
    "sens",
    "motifs",
    "motivation",
    "retenu_nom",
    "retenu_epci",
    "retenu_communes",
    "retenu_region_pilote",
    "code",
    "admis",
)
"""The columns, in the order in which they are written; they may be read in any."""

_QUI_AGIT: Final = re.compile(f"'*[{re.escape(''.join(sorted(DECLENCHEURS)))}]")


def ecrire_csv(lignes: Iterable[LigneDecrite]) -> bytes:
    """All the lines, as Excel opens them."""
    texte = io.StringIO(newline="")
    feuille = csv.writer(texte, delimiter=";", lineterminator=FIN)
    feuille.writerow(COLONNES)
    for ligne in lignes:
        feuille.writerow([_inerte(cellule) for cellule in _cellules(ligne)])
    return (MARQUE + texte.getvalue()).encode()


def _cellules(ligne: LigneDecrite) -> list[str]:
    retenu = ligne.territoire_retenu
    pilote = retenu and retenu.region_pilote
    return [
        ligne.numero,
        ligne.nom_territoire,
        ligne.sens.value,
        " ".join(un.value for un in ligne.motifs),
        ligne.motivation or "",
        retenu.nom if retenu else "",
        " ".join(retenu.epci if retenu else ()),
        " ".join(retenu.communes if retenu else ()),
        pilote.value if pilote else "",
        ligne.code or "",
        ligne.admis or "",
    ]


def _inerte(texte: str) -> str:
    return f"'{texte}" if _QUI_AGIT.match(texte) else texte


def dit(cellule: str) -> str:
    """What a cell says, as it was before it was made inert."""
    return cellule[1:] if cellule.startswith("'") and _QUI_AGIT.match(cellule) else cellule
