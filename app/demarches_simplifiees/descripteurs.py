"""What the form asks, as DS describes a procedure."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from app.demarches_simplifiees.questions import Question, questions


@cache
def descripteurs() -> Sequence[dict[str, Any]]:
    """A `ChampDescriptor` for each question of the form, in its order."""
    return [_descripteur(une) for une in questions()]


def _descripteur(une: Question) -> dict[str, Any]:
    commun: dict[str, Any] = {
        "__typename": f"{en_type(une.genre)}ChampDescriptor",
        "id": une.id,
        "label": une.libelle,
        "description": une.aide,
        "required": une.requise,
        "type": une.genre,
        "champDescriptors": [_descripteur(dedans) for dedans in une.dedans] or None,
    }
    if une.genre == "drop_down_list":
        commun |= {"options": [*une.options.values()], "otherOption": False}
    if une.genre == "header_section":
        commun["level"] = une.niveau
    return commun


def en_type(genre: str) -> str:
    """The beginning of the names of types that goes with a `TypeDeChamp`."""
    return "".join(mot.capitalize() for mot in genre.split("_"))
