"""The queue of jobs as a process of the service works it, with handlers of the test's own."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from app.kit.jobs.pace import Geste, Rythme
from app.kit.jobs.queue import Travaux
from app.kit.postgres.database import Base
from tests.bases import du_service

DELAI = 30  # seconds after which a wait is a failure
VIF = timedelta(milliseconds=20)
PRESSE = Rythme(premier_delai=VIF, releve=VIF, reprise=VIF)


class Atelier:
    """A database with jobs, and what works on them."""

    def __init__(
        self,
        base: Base,
        travaux: Travaux,
        gestes: Mapping[str, Geste],
        periodiques: Mapping[str, str],
    ) -> None:
        self.base = base
        self.travaux = travaux
        self._faits = gestes, periodiques

    def demarrer(self) -> None:
        """Do jobs."""
        self.travaux.demarrer(self.base, *self._faits)

    async def confier(self, genre: str, **contenu: Any) -> None:
        """Entrust a job, in a transaction of its own."""
        async with self.base.transaction() as connexion:
            await self.travaux.confier(connexion, genre, contenu)

    async def lire(self, requete: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        async with self.base.lecture() as connexion:
            return [tuple(ligne) for ligne in await connexion.exec_driver_sql(requete)]

    async def attendre(self, requete: str, *attendu: Any) -> None:
        """Return once the first row of this query is what is awaited."""
        async with asyncio.timeout(DELAI):
            while (await self.lire(requete))[:1] != [attendu]:
                pass


@asynccontextmanager
async def atelier(
    url: str,
    gestes: Mapping[str, Geste],
    periodiques: Mapping[str, str] | None = None,
    rythme: Rythme = PRESSE,
    *,
    demarre: bool = True,
) -> AsyncGenerator[Atelier]:
    """A process's queue on this database, stopped at the end of the block."""
    base = Base(du_service(url), 4)
    await base.ouvrir()
    ouvert = Atelier(base, Travaux(rythme), gestes, periodiques or {})
    if demarre:
        ouvert.demarrer()
    try:
        yield ouvert
    finally:
        await ouvert.travaux.arreter()
        await base.fermer()


async def prendre(file: asyncio.Queue[Any]) -> Any:
    """What a handler put there, awaited."""
    return await asyncio.wait_for(file.get(), DELAI)


def noter(file: asyncio.Queue[Any]) -> Geste:
    """A handler that puts down what it is given."""

    async def geste(contenu: dict[str, Any]) -> None:
        file.put_nowait(contenu)

    return geste


def retenir(debuts: asyncio.Queue[Any], suite: asyncio.Event) -> Geste:
    """A handler that puts down what it is given when it begins, and waits for leave to end."""

    async def geste(contenu: dict[str, Any]) -> None:
        debuts.put_nowait(contenu)
        await suite.wait()

    return geste
