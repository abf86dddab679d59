"""Reads the cells of a foreign workbook, in a process of its own that may die of it.

Run as a script, never imported by the service: `python -I lecteur.py FILE SHEET...`
prints `{sheet: rows}` in JSON for those of the sheets that exist, rows and columns from A1. A cell
is null, a text, a number, a boolean or `{"jour": "2024-01-31"}`. Any failure ends it with a status
other than 0. It knows nothing of the form, so that it starts in some 40 ms.
"""

import json
import resource
import sys
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from python_calamine import CalamineSheet, CalamineWorkbook

MEMOIRE: Final = 512 * 1024 * 1024
SECONDES: Final = 10  # of processor time
LIGNES_MAX: Final = 5_000
COLONNES_MAX: Final = 100
TEXTE_MAX: Final = 50_000
"""Characters kept of a cell: more than a draft can hold of the longest text."""

_LIMITES: Final = {
    resource.RLIMIT_AS: MEMOIRE,
    resource.RLIMIT_CPU: SECONDES,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_FSIZE: 0,
}


def principal() -> None:
    for limite, valeur in _LIMITES.items():
        resource.setrlimit(limite, (valeur, valeur))
    chemin, *noms = sys.argv[1:]
    # From a file already open, whose type is then told by its content, not by its name.
    with Path(chemin).open("rb") as fichier, CalamineWorkbook.from_filelike(fichier) as classeur:
        presentes = {nom.strip().casefold(): nom for nom in reversed(classeur.sheet_names)}
        feuilles = {
            nom: _lignes(classeur.get_sheet_by_name(presentes[nom.casefold()]))
            for nom in noms
            if nom.casefold() in presentes
        }
    json.dump(feuilles, sys.stdout)


def _lignes(feuille: CalamineSheet) -> list[list[object]]:
    """The rows of a sheet; SystemExit when it has more of them than can be meant."""
    if feuille.start is None or feuille.end is None:
        return []
    if feuille.end[0] >= LIGNES_MAX:
        sys.exit("too many rows")
    # calamine gives every row from the first, but leaves out the empty columns on the left.
    marge = [None] * min(feuille.start[1], COLONNES_MAX)
    return [
        [*marge, *map(_cellule, islice(ligne, COLONNES_MAX - len(marge)))]
        for ligne in feuille.iter_rows()
    ]


def _cellule(valeur: object) -> object:
    match valeur:
        case str():
            return valeur[:TEXTE_MAX] or None
        case datetime():
            return {"jour": valeur.date().isoformat()}
        case date():
            return {"jour": valeur.isoformat()}
        case bool() | int() | float():
            return valeur
        case _:
            return str(valeur)


if __name__ == "__main__":
    principal()
