"""Reads a foreign workbook and judges its actions, in a process of its own that may die of it."""

import sys
import zlib
from datetime import date, datetime
from itertools import islice
from struct import unpack
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZipFile

from pydantic_core import to_json
from python_calamine import CalamineSheet, CalamineWorkbook

from app.kit.confine import se_limiter
from app.plan_action.cellules import Cellule, Grille
from app.plan_action.colonnes import FEUILLES
from app.plan_action.depouillement import depouiller

MEMOIRE: Final = 512 * 1024 * 1024
SECONDES: Final = 10  # of processor time
TAILLE_MAX: Final = 8 * 1024 * 1024
"""Bytes of the whole archive, inflated: ten actions filled to the brim take three million."""
LIGNES_MAX: Final = 5_000
COLONNES_MAX: Final = 100
TEXTE_MAX: Final = 50_000
"""Characters kept of a cell: more than a draft can hold of the longest text."""


def principal(entree: IO[bytes], sortie: IO[bytes]) -> None:
    """Write a `Lecture` in JSON. Any failure ends it with a status other than 0."""
    se_limiter(MEMOIRE, SECONDES)
    _exiger_une_taille(entree)
    actions, defauts = depouiller(_feuilles(entree))
    sortie.write(to_json({"actions": actions, "defauts": defauts}))


def _exiger_une_taille(fichier: IO[bytes]) -> None:
    """SystemExit past `TAILLE_MAX`, by what entries really hold: what they declare may be a lie."""
    reste = TAILLE_MAX
    with ZipFile(fichier) as archive:
        for membre in archive.infolist():
            fichier.seek(membre.header_offset)
            nom, autres = unpack("<26x2H", fichier.read(30))
            fichier.seek(nom + autres, 1)
            contenu = fichier.read(membre.compress_size)
            if membre.compress_type == ZIP_DEFLATED:
                contenu = zlib.decompressobj(-zlib.MAX_WBITS).decompress(contenu, reste + 1)
            reste -= len(contenu)
            if reste < 0:
                sys.exit("too large")
    fichier.seek(0)


def _feuilles(fichier: IO[bytes]) -> dict[str, Grille]:
    """The cells of the sheets that exist, by their names in the model."""
    with CalamineWorkbook.from_filelike(fichier) as classeur:
        presentes = {nom.strip().casefold(): nom for nom in reversed(classeur.sheet_names)}
        return {
            feuille.nom: _lignes(classeur.get_sheet_by_name(presentes[feuille.nom.casefold()]))
            for feuille in FEUILLES
            if feuille.nom.casefold() in presentes
        }


def _lignes(feuille: CalamineSheet) -> Grille:
    """The rows of a sheet; SystemExit when it has more of them than can be meant."""
    if feuille.start is None or feuille.end is None:
        return []
    if feuille.end[0] >= LIGNES_MAX:
        sys.exit("too many rows")
    # calamine gives every row from the first, but leaves out the empty columns on the left.
    marge: list[Cellule] = [None] * min(feuille.start[1], COLONNES_MAX)
    return [
        [*marge, *map(_cellule, islice(ligne, COLONNES_MAX - len(marge)))]
        for ligne in feuille.iter_rows()
    ]


def _cellule(valeur: object) -> Cellule:
    match valeur:
        case str():
            return valeur[:TEXTE_MAX] or None
        case datetime():
            return valeur.date()
        case date() | bool() | int() | float():
            return valeur
        case _:
            return str(valeur)
