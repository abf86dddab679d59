"""Jobs: what a request leaves for after its answer, kept in PostgreSQL until it is done.

A job is entrusted within a transaction and exists exactly when that commits. Any process of the
service does it, within milliseconds; when it fails it is tried again, when its process dies another
takes it over. So it may be done more than once, and handlers are written for that (decision 24).
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncConnection

from app.kit.logs import journal
from app.kit.postgres.migrations import a_jour

if TYPE_CHECKING:
    from app.kit.jobs.worker import Ouvrier
    from app.kit.services import Services

# Does a job: its failure, whatever it raises, means another try later.
Geste = Callable[["Services", dict[str, Any]], Coroutine[Any, Any, None]]
# Where pgqueuer keeps the jobs.
FILE: Final = "pgqueuer"
# What a stopping service leaves to its jobs to end, then to go back to the queue, in seconds.
_DELAI_D_ARRET: Final = 5


@dataclass(frozen=True, slots=True)
class Rythme:
    """How patient the queue is.

    `premier_delai`: before the second try, doubled at each one after it up to `dernier_delai`.
    `abandon`: a job that still fails at this age is given up. `duree`: a try lasts no longer.
    `silence`: a process that was not heard of for this long has lost its jobs to the others.
    `releve`: how often the queue is looked at when nothing calls. `reprise`: before starting
    again after a fault.
    """

    premier_delai: timedelta = timedelta(seconds=5)
    dernier_delai: timedelta = timedelta(hours=1)
    abandon: timedelta = timedelta(days=1)
    duree: timedelta = timedelta(minutes=15)
    silence: timedelta = timedelta(seconds=30)
    releve: timedelta = timedelta(seconds=10)
    reprise: timedelta = timedelta(seconds=2)


class Travaux:
    """The queue, and the task of this process that does what is in it.

    `gestes`: the kinds of job that this process does. `periodiques`: when some of them are due
    without being asked for, with nothing in them, as cron says it (UTC).
    """

    def __init__(
        self,
        gestes: Mapping[str, Geste],
        periodiques: Mapping[str, str],
        rythme: Rythme | None = None,
    ) -> None:
        self._gestes = gestes
        self._periodiques = periodiques
        self._rythme = rythme or Rythme()
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
        from pgqueuer import AsyncpgDriver, Queries

        pilote: Any = (await connexion.get_raw_connection()).driver_connection
        if not pilote.is_in_transaction():  # SQLAlchemy begins with the first statement of its own
            await connexion.exec_driver_sql("SELECT 1")
        await Queries(AsyncpgDriver(pilote)).enqueue(genre, to_json(contenu))

    def demarrer(self, services: "Services") -> None:
        """Do jobs from now on, in the background, as soon as the database is there and migrated."""
        self._tache = asyncio.create_task(self._vivre(services))

    async def arreter(self) -> None:
        """Take no job any more and let those under way end; else they go back to the queue."""
        if self._tache is None:
            return
        self._arret.set()
        if ouvrier := self._ouvrier:
            ouvrier.arreter()
            await asyncio.wait({self._tache}, timeout=_DELAI_D_ARRET)
            ouvrier.interrompre()
            await asyncio.wait({self._tache}, timeout=_DELAI_D_ARRET)
        self._tache.cancel()
        await asyncio.wait({self._tache})

    async def _vivre(self, services: "Services") -> None:
        while not self._arret.is_set():
            try:
                await self._travailler(services)
            except Exception as erreur:
                journal.warning("travaux_interrompus", exc_info=erreur)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._arret.wait(), self._rythme.reprise.total_seconds())

    async def _travailler(self, services: "Services") -> None:
        """Do jobs until the service stops or the connection is lost."""
        async with services.base.lecture() as connexion:
            if not await a_jour(connexion):
                return
        # 100 ms that no request waits for.
        await asyncio.to_thread(import_module, "app.kit.jobs.worker")
        from app.kit.jobs.worker import Ouvrier

        async with services.base.a_part("travaux") as seule:
            ouvrier = Ouvrier(seule, services, self._gestes, self._periodiques, self._rythme)
            if self._arret.is_set():
                return
            self._ouvrier = ouvrier
            await ouvrier.travailler()
