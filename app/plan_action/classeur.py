"""A filled workbook -> the actions of the form, and what is wrong, cell by cell."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from app.plan_action.defauts import Defaut, illisible

LECTEUR: Final = Path(__file__).with_name("lecteur.py")
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


async def lire_classeur(chemin: Path) -> Lecture:
    """Read and judge a foreign xlsx or ods file, told by its content, in a process that may die.

    Never raises for what the file holds: one that cannot be read is a `classeur_illisible`.
    """
    processus = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-B", str(LECTEUR), str(chemin)),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=DEVNULL,
        env={},  # a hostile file must find no secret in its process
    )
    try:
        sortie = await asyncio.wait_for(_sortie(processus), SECONDES)
    except TimeoutError:
        sortie = None
    finally:
        await _finir(processus)
    if sortie is None:
        return Lecture([], [illisible()])
    return await asyncio.to_thread(_LECTURE.validate_json, sortie)


async def _sortie(processus: Process) -> bytes | None:
    assert processus.stdout  # noqa: S101 - it is a pipe
    try:
        await processus.stdout.readexactly(SORTIE_MAX)
    except asyncio.IncompleteReadError as fin:
        return fin.partial if await processus.wait() == 0 else None
    return None


async def _finir(processus: Process) -> None:
    """Leave no process behind, nor a pipe half read, when time is up or the caller gives up."""
    if processus.returncode is None:
        processus.kill()
    await processus.communicate()
