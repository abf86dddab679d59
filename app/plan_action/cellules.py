"""What somebody typed in a cell -> the answer in the JSON of the form.

Only the writing is read here; whether the answer will do is for the model to say.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Final

from app.formulaire.nombres import TEXTE_COURT
from app.formulaire.types import est_blanc, sans_blancs
from app.plan_action.colonnes import Colonne, Sorte


@dataclass(frozen=True, slots=True)
class Formatee:
    """A number or a day that is not shown as it is: how it is, None when that cannot be told."""

    valeur: float | date
    affichage: str | None


LIGNE_MASQUEE: Final = "ligne_masquee"


@dataclass(frozen=True, slots=True)
class Signalee:
    """A cell that cannot be taken as it is: the code of what is wrong, what stands there."""

    code: str
    texte: str


Cellule = str | int | float | bool | date | Formatee | Signalee | None
Grille = list[list[Cellule]]
"""The rows of a sheet from A1 on, of any length."""

_JOUR_FRANCAIS: Final = re.compile(r"(?P<j>\d{1,2})/(?P<m>\d{1,2})/(?P<a>\d{4})", re.ASCII)
_JOUR_ISO: Final = re.compile(r"(?P<a>\d{4})-(?P<m>\d{1,2})-(?P<j>\d{1,2})", re.ASCII)
_NUMERO: Final = re.compile(r"(?:action)?(?:n[°ºo]?)?(\d{1,9})", re.ASCII)
_NOMBRE: Final = re.compile(r"([+-]?\d{1,20})(?:[.,]0{1,2})?(?:€|euros?|eur)?", re.ASCII)


class Illisible(Exception):
    """A cell whose writing cannot be read; `texte` is what stands there."""

    def __init__(self, code: str, texte: str) -> None:
        super().__init__(code)
        self.code = code
        self.texte = texte


def lire(colonne: Colonne, cellule: Cellule) -> str | int | None:
    """The answer of a cell: None when empty, a code for a choice, an ISO 8601 day for a date.

    Raises `Illisible`: `date_invalide`, `nombre_invalide`, `saisie_transformee`, or what is wrong
    with a `Signalee`.
    """
    texte = en_texte(cellule)
    if est_blanc(texte):
        return None
    if isinstance(cellule, Signalee):
        raise Illisible(cellule.code, texte)
    if isinstance(cellule, Formatee) and colonne.sorte not in _ECRITES:
        cellule = cellule.valeur
    return _LECTEURS[colonne.sorte](colonne, cellule, texte)


def en_texte(cellule: Cellule) -> str:
    """A cell as a French spreadsheet shows it."""
    match cellule:
        case None:
            return ""
        case Formatee():
            return cellule.affichage or en_texte(cellule.valeur)
        case Signalee():
            return cellule.texte
        case bool():
            return "VRAI" if cellule else "FAUX"
        case float():
            return f"{cellule:.15g}".replace(".", ",")
        case date():
            return f"{cellule:%d/%m/%Y}"
        case _:
            return str(cellule)


def replier(texte: str) -> str:
    """A text stripped of what people vary: case, accents, blanks, shape of the apostrophe.

    One that is longer than any title or choice is left: a hostile one would take seconds.
    """
    if len(texte) > TEXTE_COURT:
        return texte
    decompose = unicodedata.normalize("NFKD", texte.replace("\u2019", "'"))
    sans_accents = "".join(c for c in decompose if not unicodedata.combining(c))
    return " ".join(sans_accents.casefold().split())


def _lire_texte(colonne: Colonne, cellule: Cellule, texte: str) -> str:
    """What was typed, if what is shown tells it: a spreadsheet makes a day of « 1/2 »."""
    match cellule:
        case date() | Formatee(valeur=date()) | Formatee(affichage=None):
            raise Illisible("saisie_transformee", texte)
        case float() if not _se_montre_en_entier(cellule):
            raise Illisible("saisie_transformee", texte)
        case _:
            return texte


def _se_montre_en_entier(nombre: float) -> bool:
    """Whether the format General shows every digit: eleven places, the comma among them."""
    montre = f"{nombre:.11g}" if nombre.is_integer() else f"{nombre:.10g}"
    return "e" not in montre and float(montre) == nombre


def _lire_choix(colonne: Colonne, cellule: Cellule, texte: str) -> str:
    """The code of a choice given by label or code, or else the text, for the model to refuse."""
    return _codes(colonne).get(replier(texte), texte)


@cache
def _codes(colonne: Colonne) -> dict[str, str]:
    assert colonne.choix  # noqa: S101 - what makes a column a choice
    return {replier(nom): choix.value for choix in colonne.choix for nom in (choix, choix.libelle)}


def _lire_date(colonne: Colonne, cellule: Cellule, texte: str) -> str:
    if isinstance(cellule, datetime):
        if cellule.time() != time():
            raise Illisible("date_invalide", texte)
        cellule = cellule.date()
    if isinstance(cellule, date):
        return cellule.isoformat()
    serre = sans_blancs(texte)
    lu = _JOUR_FRANCAIS.fullmatch(serre) or _JOUR_ISO.fullmatch(serre)
    if lu is None:
        raise Illisible("date_invalide", texte)
    return f"{lu['a']}-{lu['m']:0>2}-{lu['j']:0>2}"


def _lire_numero(colonne: Colonne, cellule: Cellule, texte: str) -> int:
    """The number of an action, also as people name it: « Action 1 », « n° 1 »."""
    lu = _NUMERO.fullmatch(sans_blancs(texte).lower())
    return int(lu[1]) if lu else _lire_entier(colonne, cellule, texte)


def _lire_entier(colonne: Colonne, cellule: Cellule, texte: str) -> int:
    if isinstance(cellule, float) and cellule.is_integer():
        return int(cellule)
    lu = _NOMBRE.fullmatch(sans_blancs(texte).lower())
    if lu is None:
        raise Illisible("nombre_invalide", texte)
    return int(lu[1])


# Columns read as they are shown; the others by their value.
_ECRITES: Final = (Sorte.TEXTE, Sorte.CHOIX)
_LECTEURS: Final[dict[Sorte, Callable[[Colonne, Cellule, str], str | int]]] = {
    Sorte.NUMERO: _lire_numero,
    Sorte.RENVOI: _lire_numero,
    Sorte.TEXTE: _lire_texte,
    Sorte.CHOIX: _lire_choix,
    Sorte.DATE: _lire_date,
    Sorte.ENTIER: _lire_entier,
}
