"""A filled workbook -> the actions of the form, and what is wrong, cell by cell."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from app.plan_action.cellules import Grille
from app.plan_action.colonnes import FEUILLES
from app.plan_action.defauts import Defaut, illisible
from app.plan_action.depouillement import depouiller

LECTEUR: Final = Path(__file__).with_name("lecteur.py")
SECONDES: Final = 20.0
"""What the reading may take by the clock; its processor time has a limit of its own."""
SORTIE_MAX: Final = 8 * 1024 * 1024
"""Bytes of the cells as JSON: ten actions filled to the brim take less than three million."""


@dataclass(frozen=True, slots=True)
class Lecture:
    """What a workbook says.

    `actions`: JSON of the form, as a draft can hold it, normalised where the action is right.
    `defauts`: in the order of the sheets, rows and columns; empty when every action is right.
    """

    actions: list[dict[str, Any]]
    defauts: list[Defaut]


async def lire_classeur(chemin: Path) -> Lecture:
    """Read a foreign xlsx or ods file, told by its content, in a process that may die of it.

    Never raises for what the file holds: one that cannot be read is a `classeur_illisible`.
    """
    feuilles = await _lire_feuilles(chemin)
    return Lecture([], [illisible()]) if feuilles is None else Lecture(*depouiller(feuilles))


async def _lire_feuilles(chemin: Path) -> dict[str, Grille] | None:
    """The cells of the sheets that exist; None when the reader fails, in whatever way."""
    processus = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(LECTEUR), str(chemin)),
        *(feuille.nom for feuille in FEUILLES),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=DEVNULL,
        env={},  # a hostile file must find no secret in its process
    )
    try:
        sortie = await asyncio.wait_for(_sortie(processus), SECONDES)
    except TimeoutError:
        return None
    finally:
        await _finir(processus)
    return None if sortie is None else json.loads(sortie, object_hook=_objet)


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


def _objet(objet: dict[str, Any]) -> Any:
    return date.fromisoformat(objet["jour"]) if "jour" in objet else objet
