"""What writes: so many at once that who reads has connections left, whatever a commit waits for."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

from app.kit.postgres.credit import Attentes

T = TypeVar("T")
# Of four connections one is for those who read.
_PART_DES_LECTURES: Final = 4


class EcrituresSuspendues(Exception):
    """Every place is taken by a write that PostgreSQL does not end."""


class Ecritures:
    """The writes under way on a pool of `connexions`."""

    def __init__(self, connexions: int, attentes: Attentes) -> None:
        self._patience = attentes.inquietude
        self._maximum = connexions - -(-connexions // _PART_DES_LECTURES) if connexions > 1 else 1
        self._places = asyncio.Semaphore(self._maximum)
        self._en_cours: dict[asyncio.Task[Any], float] = {}
        self._derniere = float("-inf")

    @property
    def suspendues(self) -> bool:
        """Whether what is written does not get done: its synchronous standby is away, say."""
        if not self._en_cours:
            return False
        plus_ancienne = next(iter(self._en_cours.values()))
        attend = asyncio.get_running_loop().time() - plus_ancienne > self._patience
        return attend and self._derniere < plus_ancienne

    @asynccontextmanager
    async def place(self, echeance: float) -> AsyncGenerator[None]:
        """A place among those who write; raises `TimeoutError`, `EcrituresSuspendues`."""
        if self._places.locked():
            if len(self._en_cours) >= self._maximum and self.suspendues:
                raise EcrituresSuspendues
            async with asyncio.timeout_at(echeance):
                await self._places.acquire()
        else:
            await self._places.acquire()
        try:
            yield
        finally:
            self._places.release()

    async def attendre(self, ecriture: Coroutine[Any, Any, T], echeance: float) -> T:
        """What a write gives; past this instant `TimeoutError`, and it goes on by itself.

        Nobody knows then whether it is done: only its server ends it.
        """
        tache = asyncio.create_task(ecriture)
        maintenant = asyncio.get_running_loop().time()
        self._en_cours[tache] = maintenant
        tache.add_done_callback(self._finir)
        await asyncio.wait({tache}, timeout=echeance - maintenant)
        if not tache.done():
            raise TimeoutError("a write has no answer yet")
        return tache.result()

    async def fermer(self) -> None:
        """Return once those that go on by themselves have ended: their connections are cut."""
        await asyncio.gather(*self._en_cours, return_exceptions=True)

    def _finir(self, tache: asyncio.Task[Any]) -> None:
        del self._en_cours[tache]
        if not tache.cancelled() and tache.exception() is None:
            self._derniere = asyncio.get_running_loop().time()
