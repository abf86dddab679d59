"""Being told by other processes, through PostgreSQL, that something was done (LISTEN, NOTIFY)."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

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
    """Has `agir` called when `canal` is told, and at least every `rappel` seconds.

    `reprise`: seconds before listening again where the connection was lost; what was said meanwhile
    is taken for said.
    """

    def __init__(
        self,
        base: Base,
        canal: str,
        agir: Callable[[], None],
        reprise: float,
        rappel: float = RAPPEL,
    ) -> None:
        self._base = base
        self._canal = canal
        self._agir = agir
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

    def _entendre(self, *_: object) -> None:
        self._agir()

    async def _ecouter(self) -> None:
        """Return when the connection is lost."""
        perdue = asyncio.Event()
        async with self._base.a_part(self._canal) as connexion:
            connexion.add_termination_listener(lambda _: perdue.set())
            await connexion.add_listener(self._canal, self._entendre)
            while not perdue.is_set():
                self._agir()
                with suppress(TimeoutError):
                    await asyncio.wait_for(perdue.wait(), self._rappel)
