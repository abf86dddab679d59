"""Being told by other processes, through PostgreSQL, that something was done (LISTEN, NOTIFY)."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.kit.logs import journal
from app.kit.postgres.database import Base

# Seconds between two times that it is done unasked, should nobody have been heard.
RAPPEL: Final = 600.0


async def dire(connexion: AsyncConnection, canal: str) -> None:
    """Tell every process that listens, once this transaction commits."""
    await connexion.execute(select(func.pg_notify(canal, "")))


class Ecoute:
    """Has what stands beside a channel called when it is told, and at least every `rappel` seconds.

    `nom`: how PostgreSQL shows its one connection. `reprise`: seconds before listening again where
    that was lost; what was said meanwhile is taken for said.
    """

    def __init__(
        self,
        base: Base,
        nom: str,
        canaux: Mapping[str, Callable[[], None]],
        reprise: float,
        rappel: float = RAPPEL,
    ) -> None:
        self._base = base
        self._nom = nom
        self._canaux = canaux
        self._reprise = reprise
        self._rappel = rappel
        self._tache: asyncio.Task[None] | None = None

    def demarrer(self) -> None:
        """Listen from now on, in the background."""
        self._tache = asyncio.create_task(self._vivre())

    async def arreter(self) -> None:
        """Listen no more."""
        if self._tache:
            self._tache.cancel()
            await asyncio.wait({self._tache})

    async def _vivre(self) -> None:
        while True:
            try:
                await self._ecouter()
            except Exception as erreur:
                journal.warning("ecoute_interrompue", erreur=type(erreur).__name__)
            self._agir()
            await asyncio.sleep(self._reprise)

    def _agir(self) -> None:
        for agir in self._canaux.values():
            agir()

    async def _ecouter(self) -> None:
        """Return when the connection is lost."""
        perdue = asyncio.Event()
        async with self._base.a_part(self._nom) as connexion:
            connexion.add_termination_listener(lambda _: perdue.set())
            for canal, agir in self._canaux.items():
                await connexion.add_listener(canal, partial(_entendre, agir))
            while not perdue.is_set():
                self._agir()
                with suppress(TimeoutError):
                    await asyncio.wait_for(perdue.wait(), self._rappel)


def _entendre(agir: Callable[[], None], *_: Any) -> None:
    agir()
