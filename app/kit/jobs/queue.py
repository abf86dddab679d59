"""Jobs: what a request leaves for after its answer, kept in PostgreSQL until it is done.

A job is entrusted within a transaction and exists exactly when that commits. Any process of the
service does it, within milliseconds; when it fails it is tried again, when its process dies another
takes it over. So it may be done more than once, and handlers are written for that (decision 24).
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncConnection

from app.kit.jobs.pace import Geste, Rythme
from app.kit.logs import journal
from app.kit.postgres.database import Base
from app.kit.postgres.migrations import a_jour

if TYPE_CHECKING:
    from app.kit.jobs.worker import Ouvrier

# Where pgqueuer keeps the jobs.
FILE: Final = "pgqueuer"


class Travaux:
    """The queue, and the task of this process that does what is in it."""

    def __init__(self, rythme: Rythme) -> None:
        self.rythme: Final = rythme
        self._arret = asyncio.Event()
        self._tache: asyncio.Task[None] | None = None
        self._ouvrier: Ouvrier | None = None

    async def confier(
        self, connexion: AsyncConnection, genre: str, contenu: Mapping[str, Any]
    ) -> None:
        """Add a job to the queue, in the transaction of `connexion`.

        `contenu` is JSON: what its handler will be given. It is gone from the database once the
        job is done or given up; no secret goes in it.
        """
        await self.confier_tous(connexion, genre, [contenu])

    async def confier_tous(
        self,
        connexion: AsyncConnection,
        genre: str,
        contenus: Sequence[Mapping[str, Any]],
        dans: timedelta = timedelta(),
    ) -> None:
        """Add as many jobs of a kind, in one statement; as `confier`. `dans`: not done before."""
        if not contenus:
            return
        from pgqueuer import AsyncpgDriver, Queries

        pilote: Any = (await connexion.get_raw_connection()).driver_connection
        if not pilote.is_in_transaction():  # SQLAlchemy begins with the first statement of its own
            await connexion.exec_driver_sql("SELECT 1")
        corps: list[bytes | None] = [to_json(contenu) for contenu in contenus]
        nombre = len(corps)
        delais: list[timedelta | None] = [dans] * nombre
        file = Queries(AsyncpgDriver(pilote))
        await file.enqueue([genre] * nombre, corps, [0] * nombre, delais)

    def demarrer(
        self, base: Base, gestes: Mapping[str, Geste], periodiques: Mapping[str, str]
    ) -> None:
        """Do jobs from now on, in the background, as soon as `base` is there and migrated.

        `gestes`: the kinds of job that this process does. `periodiques`: when some of them are due
        without being asked for, with nothing in them, as cron says it (UTC).
        """
        self._tache = asyncio.create_task(self._vivre(base, gestes, periodiques))

    async def arreter(self) -> None:
        """Take no job any more and let those under way end; else they go back to the queue."""
        if self._tache is None:
            return
        self._arret.set()
        delai = self.rythme.arret.total_seconds()
        if ouvrier := self._ouvrier:
            ouvrier.arreter()
            await asyncio.wait({self._tache}, timeout=delai)
            ouvrier.interrompre()
            await asyncio.wait({self._tache}, timeout=delai)
        self._tache.cancel()
        await asyncio.wait({self._tache})

    async def _vivre(
        self, base: Base, gestes: Mapping[str, Geste], periodiques: Mapping[str, str]
    ) -> None:
        while not self._arret.is_set():
            try:
                await self._travailler(base, gestes, periodiques)
            except Exception as erreur:
                journal.warning("travaux_interrompus", exc_info=erreur)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._arret.wait(), self.rythme.reprise.total_seconds())

    async def _travailler(
        self, base: Base, gestes: Mapping[str, Geste], periodiques: Mapping[str, str]
    ) -> None:
        """Do jobs until the service stops or the connection is lost."""
        async with base.lecture() as connexion:
            if not await a_jour(connexion):
                return
        # 100 ms that no request waits for.
        await asyncio.to_thread(import_module, "app.kit.jobs.worker")
        from app.kit.jobs.worker import Ouvrier

        async with base.a_part("travaux") as seule:
            ouvrier = Ouvrier(seule, gestes, periodiques, self.rythme)
            if self._arret.is_set():
                return
            self._ouvrier = ouvrier
            await ouvrier.travailler()
