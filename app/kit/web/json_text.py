"""Reading the JSON that strangers send."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, TypeVar, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from app.kit.json_pointer import pointeur
from app.kit.web.problems import (
    FAUTES_MAX,
    CorpsIllisible,
    CorpsTropGrand,
    ParametreRefuse,
    RequeteInvalide,
)

Modele = TypeVar("Modele", bound=BaseModel)
_PLACE: Final = re.compile(r"at line (\d+) column (\d+)$")
_DEMI: Final = re.compile("[\ud800-\udfff]")
# What is deeper, or under a longer key, is in no form, and would be long to name.
_PROFONDEUR: Final = 20
_CLE_MAX: Final = 100
# Twice what a draft may hold, or a lot of 2,500 lines of nineteen EPCI. A value of two bytes takes
# a hundred once read.
_OBJETS_MAX: Final = 30_000
_GUILLEMETS_MAX: Final = 200_000
_VIRGULES_MAX: Final = 200_000
_TROP: Final = (
    f"Le corps compte trop de valeurs : {_OBJETS_MAX} objets et listes, {_GUILLEMETS_MAX} "
    f"guillemets et {_VIRGULES_MAX} virgules au plus, ceux des textes compris."
)
# Pydantic names all its faults or none: more would hold the loop for long.
_FAUTES_NOMMEES: Final = 5_000


def exiger_peu_de_valeurs(corps: bytes) -> None:
    """Raise `CorpsTropGrand` for a JSON text that would take much memory once it is read."""
    if (
        corps.count(b"{") + corps.count(b"[") > _OBJETS_MAX
        or corps.count(b'"') > _GUILLEMETS_MAX
        or corps.count(b",") > _VIRGULES_MAX
    ):
        raise CorpsTropGrand(_TROP)


def lire_valeur(corps: bytes) -> Any:
    """A JSON value (RFC 8259); raises `CorpsIllisible`, which says where."""
    try:
        return from_json(corps, allow_inf_nan=False)
    except ValueError as erreur:
        place = _PLACE.search(str(erreur))
        ou = f" à la ligne {place[1]}, caractère {place[2]}" if place else ""
        raise CorpsIllisible(f"JSON illisible{ou}.") from None


def demi_caracteres(corps: bytes, maximum: int) -> list[str]:
    """Pointers to the first texts that hold half a character, or to the objects of such a key.

    JavaScript writes one (`\\ud83d`) where it cut an emoji in two; no UTF-8 can say it.
    """
    if b"\\ud" not in corps.lower():
        return []
    try:
        return list(dict.fromkeys(islice(_demis(json.loads(corps), ()), maximum)))
    except (ValueError, RecursionError):
        return []


def _demis(valeur: object, ici: tuple[str | int, ...]) -> Iterator[str]:
    if isinstance(valeur, str) and _DEMI.search(valeur):
        yield pointeur(*ici)
    elif len(ici) == _PROFONDEUR:
        return
    elif isinstance(valeur, dict):
        for cle, membre in cast(dict[str, object], valeur).items():
            if _DEMI.search(cle):
                yield pointeur(*ici)
            elif len(cle) <= _CLE_MAX:
                yield from _demis(membre, (*ici, cle))
    elif isinstance(valeur, list):
        for rang, element in enumerate(cast(list[object], valeur)):
            yield from _demis(element, (*ici, rang))


def lire_modele(corps: bytes, modele: type[Modele]) -> Modele:
    """A body, whole; raises `RequeteInvalide` with pointers to its faults.

    Raises `CorpsIllisible` for what is not JSON, `CorpsTropGrand` for too many values.
    What was sent is not repeated: it may be a secret.
    """
    exiger_peu_de_valeurs(corps)
    try:
        return modele.model_validate_json(corps, strict=True)
    except ValidationError as refus:
        if refus.error_count() > _FAUTES_NOMMEES:
            raise RequeteInvalide("Trop de membres du corps ne conviennent pas.") from None
        fautes = refus.errors(include_url=False, include_context=False, include_input=False)
    if fautes[0]["type"] == "json_invalid":
        raise CorpsIllisible
    parametres = [
        ParametreRefuse("body", pointeur(*faute["loc"]), faute["type"])
        for faute in fautes[:FAUTES_MAX]
    ]
    raise RequeteInvalide("Un membre du corps ne convient pas.", parametres=parametres)
