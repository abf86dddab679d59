"""Actions as JSON -> rows of the workbook, in the order of its columns."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.plan_action.colonnes import ACTIONS, PARTENAIRES, Colonne, Feuille, Sorte

Valeur = str | float | date | None  # an int is a float to the type checker
Lignes = dict[str, list[list[Valeur]]]


def lignes(actions: list[dict[str, Any]]) -> Lignes:
    """The rows of each sheet, by its name, below the header; every action keeps its number.

    `actions`: as in the JSON of the form, an answer may be missing. Raises ValueError for a code
    that is no choice, a date that is none.
    """
    numerotees = [
        *enumerate(actions, 1),
        *((numero, dict[str, Any]()) for numero in range(len(actions) + 1, ACTIONS.lignes + 1)),
    ]
    return {
        ACTIONS.nom: [_ligne(ACTIONS, numero, action) for numero, action in numerotees],
        PARTENAIRES.nom: [
            _ligne(PARTENAIRES, numero, partenaire)
            for numero, action in numerotees
            for partenaire in action.get("partenaires", ())
        ],
    }


def _ligne(feuille: Feuille, numero: int, reponses: dict[str, Any]) -> list[Valeur]:
    return list(_valeurs(feuille, numero, reponses))


def _valeurs(feuille: Feuille, numero: int, reponses: dict[str, Any]) -> Iterator[Valeur]:
    for colonne in feuille.colonnes:
        yield _valeur(colonne, reponses) if colonne.chemin else numero


def _valeur(colonne: Colonne, reponses: dict[str, Any]) -> Valeur:
    valeur: Any = reponses
    for cle in colonne.chemin:
        valeur = valeur.get(cle, {})
    if valeur == {}:
        return None
    if colonne.choix:
        return colonne.choix(valeur).libelle
    return date.fromisoformat(valeur) if colonne.sorte is Sorte.DATE else valeur
