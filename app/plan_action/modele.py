"""The workbook to download: empty for an applicant, or filled from the JSON of the form.

The same input gives the same bytes, so that a cache can name them by an ETag.
"""

# xlsxwriter ships no stubs, and leaves several parameters without a type.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from datetime import UTC, date, datetime, time
from functools import cache
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.formulaire.types import ENTIER_MAX
from app.plan_action import ods
from app.plan_action.colonnes import (
    CHOIX,
    FEUILLES,
    FIGEES,
    GUIDE,
    LISTES,
    PROGRAMME,
    TITRE,
    Colonne,
    Feuille,
    Sorte,
    guide,
    plage,
)
from app.plan_action.lignes import Lignes, Valeur, lignes

CREE_LE: Final = datetime(2023, 9, 18, tzinfo=UTC)
_A4: Final = 9
_POINTS_PAR_LIGNE: Final = 15
_HAUTEUR_MAX: Final = 409  # what Excel takes
_TITRE_MAX: Final = 32
_AIDE_MAX: Final = 255  # what Excel takes in a message of a validation
_CADRE: Final = {"border": 1, "border_color": "#BFBFBF", "valign": "top", "text_wrap": True}
# Text, so that « 25 % » or « 1/2 » stays what was typed.
_TEXTE: Final = {"num_format": 49}  # « @ », built in (ECMA-376, part 1, 18.8.30)
_NOMBRES: Final = {
    Sorte.TEXTE: _TEXTE,
    Sorte.DATE: {"num_format": "dd/mm/yyyy"},
    Sorte.ENTIER: {"num_format": '#,##0 "€"'},
}
_ENTETE: Final = _CADRE | {"bold": True, "bg_color": "#DDE5F5", "valign": "vcenter"}


@cache
def modele_xlsx() -> bytes:
    """The model to fill, as an Office Open XML workbook (ECMA-376)."""
    return _xlsx(lignes([]))


@cache
def modele_ods() -> bytes:
    """The model to fill, as an OpenDocument spreadsheet (ISO/IEC 26300)."""
    return ods.modele(CREE_LE)


def remplir(actions: list[dict[str, Any]]) -> bytes:
    """The xlsx filled with these actions (JSON of the form, an answer may be missing).

    Raises ValueError for a code that is no choice, a date that is none.
    """
    return _xlsx(lignes(actions))


def _xlsx(contenu: Lignes) -> bytes:
    sortie = BytesIO()
    with Workbook(sortie, {"in_memory": True, "strings_to_formulas": False}) as classeur:
        classeur.set_properties({"title": TITRE, "created": CREE_LE})
        _ecrire_guide(classeur)
        for feuille in FEUILLES:
            _ecrire_feuille(classeur, feuille, contenu[feuille.nom])
        _ecrire_listes(classeur)
    return sortie.getvalue()


def _ecrire_guide(classeur: Workbook) -> None:
    page = classeur.add_worksheet(GUIDE)
    titre = classeur.add_format({"bold": True, "font_size": 13, "valign": "top"})
    nom = classeur.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    texte = classeur.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 100)
    page.hide_gridlines(2)
    _mettre_en_page(page)
    for ligne, (gauche, droite) in enumerate(guide()):
        _ajuster(page, ligne, _points(droite, 100))
        page.write_string(ligne, 0, gauche, nom if droite else titre)
        page.write_string(ligne, 1, droite, texte)


def _ecrire_feuille(classeur: Workbook, feuille: Feuille, contenu: list[list[Valeur]]) -> None:
    page = classeur.add_worksheet(feuille.nom)
    page.freeze_panes(*FIGEES)
    page.repeat_rows(0)
    page.set_row(0, 32)
    _mettre_en_page(page)
    entete = classeur.add_format(_ENTETE)
    derniere = max(feuille.lignes, len(contenu))
    formes = [classeur.add_format(_CADRE | _NOMBRES.get(c.sorte, {})) for c in feuille.colonnes]
    dessous = classeur.add_format(_TEXTE)
    for rang, colonne in enumerate(feuille.colonnes):
        ecrite = colonne.sorte is Sorte.TEXTE
        page.set_column(rang, rang, colonne.largeur, dessous if ecrite else None)
        page.write_string(0, rang, colonne.entete, entete)
        page.data_validation(1, rang, derniere, rang, _validation(colonne))
    # Excel would offer to make a number again of what was typed.
    ecrites = [chr(ord("A") + r) for r, c in enumerate(feuille.colonnes) if c.sorte is Sorte.TEXTE]
    plages = " ".join(f"{lettre}1:{lettre}1048576" for lettre in ecrites)
    page.ignore_errors({"number_stored_as_text": plages})
    vide: list[Valeur] = [None] * len(formes)
    for ligne in range(derniere):
        valeurs = contenu[ligne] if ligne < len(contenu) else vide
        for rang, (valeur, forme) in enumerate(zip(valeurs, formes, strict=True)):
            _ecrire_cellule(page, ligne + 1, rang, valeur, forme)
        largeurs = [colonne.largeur for colonne in feuille.colonnes]
        _ajuster(page, ligne + 1, max(map(_points, valeurs, largeurs)))


def _ecrire_cellule(page: Worksheet, ligne: int, rang: int, valeur: Valeur, forme: Format) -> None:
    match valeur:
        case None:
            page.write_blank(ligne, rang, None, forme)
        case str():
            page.write_string(ligne, rang, valeur, forme)
        case date():
            page.write_datetime(ligne, rang, datetime.combine(valeur, time()), forme)
        case float() | int():
            page.write_number(ligne, rang, valeur, forme)


def _ecrire_listes(classeur: Workbook) -> None:
    page = classeur.add_worksheet(LISTES)
    page.hide()
    for rang, choix in enumerate(CHOIX):
        for ligne, texte in enumerate([choix.__name__, *(c.libelle for c in choix)]):
            page.write_string(ligne, rang, texte)


def _validation(colonne: Colonne) -> dict[str, Any]:
    return _regle(colonne) | {
        "input_title": colonne.titre[:_TITRE_MAX],
        "input_message": colonne.aide[:_AIDE_MAX],
        "error_title": colonne.titre[:_TITRE_MAX],
        "error_message": colonne.refus[:_AIDE_MAX],
    }


def _regle(colonne: Colonne) -> dict[str, Any]:
    if source := plage(colonne):
        feuille, rang, premiere, derniere = source
        lettre = chr(ord("A") + rang)
        return {
            "validate": "list",
            "source": f"='{feuille}'!${lettre}${premiere + 1}:${lettre}${derniere + 1}",
        }
    match colonne.sorte:
        case Sorte.TEXTE:
            return {"validate": "length", "criteria": "<=", "value": colonne.limite}
        case Sorte.DATE:
            debut, fin = PROGRAMME
            return {"validate": "date", "criteria": "between", "minimum": debut, "maximum": fin}
        case Sorte.ENTIER:
            bornes = {"minimum": 0, "maximum": ENTIER_MAX}
            return {"validate": "integer", "criteria": "between", **bornes}
        case _:
            return {"validate": "any"}


def _points(valeur: Valeur, largeur: int) -> int:
    """The height in points that a value takes once wrapped at `largeur` characters."""
    alineas = str(valeur or "").split("\n")
    return sum(-(-len(alinea) // largeur) or 1 for alinea in alineas) * _POINTS_PAR_LIGNE


def _ajuster(page: Worksheet, ligne: int, points: int) -> None:
    """Set the height of a row that needs more than one line: LibreOffice would cut an xlsx.

    The others are left to grow with what is typed.
    """
    if points > _POINTS_PAR_LIGNE:
        page.set_row(ligne, min(points, _HAUTEUR_MAX))


def _mettre_en_page(page: Worksheet) -> None:
    """Printed on A4, across, as wide as the paper."""
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
