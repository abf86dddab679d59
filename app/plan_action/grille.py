"""From cells that stand somewhere to the rows of a sheet: what both formats of workbooks share."""

from typing import Final

from app.formulaire.types import est_blanc
from app.plan_action.cellules import Cellule, Grille, Signalee, en_texte
from app.plan_action.paquet import FichierIllisible

LIGNES_MAX: Final = 1_048_576
"""Rows of a sheet, in every spreadsheet."""
COLONNES_MAX: Final = 100
REMPLIES_MAX: Final = 50_000
"""Rows that show something, and ranges of merged cells, of a sheet that is read."""
TEXTE_MAX: Final = 50_000
"""Characters kept of a cell: more than a draft can hold of the longest text."""

Cellules = dict[int, dict[int, Cellule]]
"""By the number of the row, from 1, then the rank of the column, from 0."""
Fusions = list[tuple[int, int, int, int]]
"""First and last row, first and last column of cells made one."""


def en_grille(lues: Cellules, fusions: Fusions) -> Grille:
    """The rows from the first to the last that shows something; what is blank is None."""
    if max(len(lues), len(fusions)) > REMPLIES_MAX:
        raise FichierIllisible("taille")
    for ligne in list(lues):
        lues[ligne] = {r: c for r, c in lues[ligne].items() if not est_blanc(en_texte(c))}
        if not lues[ligne]:
            del lues[ligne]
    for premiere, derniere, gauche, droite in fusions:
        for ligne in _communes(lues, premiere, derniere):
            for rang in [r for r in lues[ligne] if gauche <= r <= droite]:
                texte = en_texte(lues[ligne][rang])
                lues[ligne][rang] = Signalee("cellule_fusionnee", texte)
    vide: list[Cellule] = []
    return [_rangee(lues.get(n)) or vide for n in range(1, max(lues, default=0) + 1)]


def _communes(lues: Cellules, premiere: int, derniere: int) -> list[int]:
    if derniere - premiere > len(lues):
        return [ligne for ligne in lues if premiere <= ligne <= derniere]
    return [ligne for ligne in range(premiere, derniere + 1) if ligne in lues]


def _rangee(cellules: dict[int, Cellule] | None) -> list[Cellule]:
    return [cellules.get(rang) for rang in range(max(cellules) + 1)] if cellules else []
