"""Workbooks as four libraries write them, from one description of their cells."""

# openpyxl and odfdo ship no stubs, or leave much without a type.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingModuleSource=false

import json
import subprocess
from base64 import b64decode
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from odfdo import Cell, Document, Row, Table
from openpyxl import Workbook

_NPM: Final = Path(__file__).parents[1] / "npm"
_NODE: Final = Path(__file__).parents[2] / ".venv" / "bin" / "node"
NATIFS: Final = ("openpyxl", "odfdo")
DE_NPM: Final = ("exceljs", "sheetjs")


@dataclass(frozen=True)
class Case:
    """One cell: `genre` is texte, nombre, date (`valeur` in ISO 8601), booleen or erreur.

    `formule` without a `valeur` was never computed. `montre`: what is shown of a number, where the
    file itself says it, as OpenDocument does.
    """

    genre: str
    valeur: Any = None
    format: str | None = None
    formule: str | None = None
    montre: str | None = None

    def pour_node(self) -> dict[str, Any]:
        return {nom: valeur for nom, valeur in asdict(self).items() if valeur is not None}


@dataclass
class Page:
    """A sheet: its rows, those that are hidden, the ranges made one (as in `classeurs.mjs`)."""

    lignes: list[list[Case | None]]
    masquees: list[int] = field(default_factory=list[int])
    fusions: list[tuple[int, int, int, int]] = field(
        default_factory=list[tuple[int, int, int, int]]
    )


Pages = dict[str, Page]


def ecrire(auteur: str, pages: Pages) -> bytes:
    """A workbook, by one of `NATIFS`."""
    return {"openpyxl": _openpyxl, "odfdo": _odfdo}[auteur](pages)


def ecrire_par_node(demandes: list[tuple[str, Pages]]) -> list[bytes]:
    """As many workbooks, each by one of `DE_NPM`."""
    entree = [
        {"auteur": auteur, "feuilles": {nom: _pour_node(page) for nom, page in pages.items()}}
        for auteur, pages in demandes
    ]
    fait = subprocess.run(
        [_NODE, _NPM / "classeurs.mjs"],
        input=json.dumps(entree),
        capture_output=True,
        check=True,
        text=True,
    )
    return [b64decode(octets) for octets in json.loads(fait.stdout)]


def _pour_node(page: Page) -> dict[str, Any]:
    lignes = [[case.pour_node() if case else None for case in ligne] for ligne in page.lignes]
    return {"lignes": lignes, "masquees": page.masquees, "fusions": page.fusions}


def _openpyxl(pages: Pages) -> bytes:
    classeur = Workbook()
    classeur.remove(classeur.worksheets[0])
    for nom, page in pages.items():
        feuille = classeur.create_sheet(nom)
        for ligne, cases in enumerate(page.lignes, 1):
            for rang, case in enumerate(cases, 1):
                if case:
                    cellule = feuille.cell(ligne, rang)
                    # A formula is written without its result: openpyxl computes none.
                    cellule.value = f"={case.formule}" if case.formule else _valeur(case)
                    if case.format:
                        cellule.number_format = case.format
        for ligne in page.masquees:
            feuille.row_dimensions[ligne + 1].hidden = True
        for haut, gauche, bas, droite in page.fusions:
            feuille.merge_cells(None, haut + 1, gauche + 1, bas + 1, droite + 1)
    sortie = BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def _valeur(case: Case) -> Any:
    return datetime.fromisoformat(case.valeur) if case.genre == "date" else case.valeur


def _odfdo(pages: Pages) -> bytes:
    document = Document("ods")
    document.body.clear()
    for nom, page in pages.items():
        table = Table(nom)
        for ligne, cases in enumerate(page.lignes):
            rangee = Row()
            for case in cases:
                rangee.append_cell(_cellule(case))
            if ligne in page.masquees:
                rangee.set_attribute("table:visibility", "collapse")
            table.append_row(rangee)
        for haut, gauche, bas, droite in page.fusions:
            table.set_span((gauche, haut, droite, bas))
        document.body.append(table)
    sortie = BytesIO()
    document.save(sortie)
    return sortie.getvalue()


def _cellule(case: Case | None) -> Cell:
    if case is None:
        return Cell()
    if case.genre == "erreur":
        cellule = Cell(case.valeur, formula="of:=1/0")
        cellule.set_attribute("calcext:value-type", "error")
        return cellule
    formule = f"of:={case.formule}" if case.formule else None
    if case.valeur is None:
        cellule = Cell()
        cellule.set_attribute("table:formula", formule)
        return cellule
    valeur = date.fromisoformat(case.valeur) if case.genre == "date" else case.valeur
    return Cell(valeur, text=case.montre, formula=formule)
