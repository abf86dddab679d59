"""A filled workbook -> the actions of the form, and what is wrong, cell by cell."""

import asyncio
from dataclasses import dataclass
from typing import IO, Any, Final

from pydantic import TypeAdapter

from app.kit.process import Pouponniere
from app.plan_action.defauts import Defaut, illisible

LECTEUR: Final = "app.plan_action.lecteur"
SECONDES: Final = 40.0
"""What the reading may take by the clock; its processor time has a limit of its own."""
SORTIE_MAX: Final = 8 * 1024 * 1024
"""Bytes of the reading as JSON: ten actions filled to the brim take less than three million."""


@dataclass(frozen=True, slots=True)
class Lecture:
    """What a workbook says.

    `actions`: JSON of the form, as a draft can hold it, normalised where the action is right.
    `defauts`: in the order of the sheets, rows and columns; empty when every action is right.
    """

    actions: list[dict[str, Any]]
    defauts: list[Defaut]


_LECTURE: Final = TypeAdapter(Lecture)


async def lire_classeur(pouponniere: Pouponniere, fichier: IO[bytes]) -> Lecture:
    """Read and judge a foreign xlsx or ods file, told by its content, in a process that may die.

    Never raises for what the file holds: one that cannot be read is a `classeur_illisible`.
    """
    issue = await pouponniere.faire(LECTEUR, fichier, secondes=SECONDES, sortie_max=SORTIE_MAX)
    if issue.statut != 0:
        return Lecture([], [illisible()])
    return await asyncio.to_thread(_LECTURE.validate_json, issue.sortie)
