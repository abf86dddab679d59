"""Rubbish cut down before it is judged, to what the verdict will tell of it.

Somebody may send two megabytes of it: seven hundred thousand elements, two hundred thousand keys.
What is cut stays wrong, and in the same places: nothing becomes valid by that.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from pydantic import ValidationError

from app.formulaire.erreurs import innombrables
from app.formulaire.longueurs import ECARTS_MAX
from app.formulaire.section import Champ, Groupe

Json = dict[str, Any]
_ELEMENTS_RELUS: Final = 50


def reduire(groupe: type[Groupe], brut: object, elements: int | None = None) -> Any:
    """The raw answers of a group without more unknown keys than are told.

    Of a list too long to be read nothing remains but that; `elements` are left of any other list,
    if that is given.
    """
    return _reduire(groupe, brut, elements, iter(range(ECARTS_MAX)))


def racontables(
    erreur: ValidationError, lire: Callable[[Any], object], groupe: type[Groupe], brut: object
) -> ValidationError:
    """The errors that `lire` raised of these answers; beyond counting, those of the first elements.

    Pydantic makes an object of each before it gives one.
    """
    if innombrables(erreur):
        try:
            lire(reduire(groupe, brut, _ELEMENTS_RELUS))
        except ValidationError as des_premiers:
            return des_premiers
    return erreur


def _reduire(
    groupe: type[Groupe], brut: object, elements: int | None, restent: Iterator[int]
) -> Any:
    if not isinstance(brut, dict):
        return brut
    gardees: Json = {}
    for nom, valeur in cast(Json, brut).items():
        if (champ := groupe.champs.get(nom)) is None:
            if next(restent, None) is not None:
                gardees[nom] = valeur
        elif champ.groupe:
            gardees[nom] = _reduire(champ.groupe, valeur, elements, restent)
        elif champ.element and isinstance(valeur, list):
            gardees[nom] = _liste(champ, champ.element, cast(list[Any], valeur), elements, restent)
        else:
            gardees[nom] = valeur
    return gardees


def _liste(
    champ: Champ,
    element: type[Groupe],
    liste: list[Any],
    elements: int | None,
    restent: Iterator[int],
) -> list[Any]:
    if len(liste) > champ.lus:
        return [{}] * (champ.lus + 1)
    return [_reduire(element, un, elements, restent) for un in liste[:elements]]
