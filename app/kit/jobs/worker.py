"""Does the jobs of the queue over one connection to PostgreSQL, for as long as it lasts.

Loaded when the service has started: pgqueuer takes 100 ms and 4 MB.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Final

import asyncpg
from pgqueuer import AsyncpgDriver, Job, PgQueuer, Queries, RetryRequested
from pgqueuer.models import Schedule
from pydantic_core import from_json

from app.kit.jobs.pace import Geste, Rythme
from app.kit.logs import journal

# Jobs done at once by a process; they are taken by half as many.
_A_LA_FOIS: Final = 4
_DOUBLEMENTS: Final = 20  # far past the longest delay


class Ouvrier:
    """The queue as one connection sees it: the jobs that it does, those due by themselves."""

    def __init__(
        self,
        connexion: "asyncpg.Connection[asyncpg.Record]",
        gestes: Mapping[str, Geste],
        periodiques: Mapping[str, str],
        rythme: Rythme,
    ) -> None:
        pilote = AsyncpgDriver(connexion)
        self._queries = Queries(pilote)
        self._file = PgQueuer(pilote, queries=self._queries)
        self._rythme = rythme
        self._en_cours: set[asyncio.Task[None]] = set()
        connexion.add_termination_listener(lambda _: self.arreter())
        for genre, geste in gestes.items():
            self._file.entrypoint(genre, accepts_context=False)(partial(self._faire, geste))
        for genre, quand in periodiques.items():
            self._file.schedule(genre, quand, accepts_context=False)(self._prevoir)
        self._planifie = bool(periodiques)

    async def travailler(self) -> None:
        """Do jobs until `arreter`, or until the connection is lost.

        Neither loop is ever cancelled: pgqueuer drops the jobs of one that is.
        """
        boucles = [self._file.qm.run(**self._reglages())]
        if self._planifie:
            boucles.append(self._file.sm.run())
        taches = [asyncio.create_task(boucle) for boucle in boucles]
        await asyncio.wait(taches, return_when=asyncio.FIRST_COMPLETED)
        self.arreter()
        await asyncio.wait(taches)
        if fautes := [faute for tache in taches if (faute := tache.exception())]:
            raise fautes[0]

    def arreter(self) -> None:
        """Take no job any more; `travailler` ends with those under way."""
        self._file.shutdown.set()

    def interrompre(self) -> None:
        """Give the jobs under way back to the queue."""
        for tache in self._en_cours:
            tache.cancel()

    def _reglages(self) -> dict[str, Any]:
        return {
            "batch_size": _A_LA_FOIS // 2,
            "max_concurrent_tasks": _A_LA_FOIS,
            "dequeue_timeout": self._rythme.releve,
            "heartbeat_timeout": self._rythme.silence,
            "shutdown_on_listener_failure": True,
            "log_aggregation_interval": timedelta(0),  # nothing is recorded: migration 0004
        }

    async def _prevoir(self, prevu: Schedule) -> None:
        """Add a job that is due, unless the one before it still waits or runs."""
        genre = str(prevu.entrypoint)
        await self._queries.enqueue(genre, b"{}", dedupe_key=genre, on_conflict="skip")

    async def _faire(self, geste: Geste, travail: Job) -> None:
        tache = asyncio.create_task(self._essayer(geste, travail))
        self._en_cours.add(tache)
        (echec,) = await asyncio.gather(tache, return_exceptions=True)
        self._en_cours.discard(tache)
        if echec is not None and (delai := self._prochain_delai(travail, echec)) is not None:
            raise RetryRequested(delai)

    async def _essayer(self, geste: Geste, travail: Job) -> None:
        async with asyncio.timeout(self._rythme.duree.total_seconds()):
            await geste(from_json(travail.payload or b"{}"))

    def _prochain_delai(self, travail: Job, echec: BaseException) -> timedelta | None:
        """How long to wait before the next try; None when there will be none."""
        if isinstance(echec, asyncio.CancelledError):
            return timedelta(0)
        dit = {"travail": travail.id, "genre": travail.entrypoint, "essai": travail.attempts + 1}
        if travail.updated - travail.created >= self._rythme.abandon:
            journal.error("travail_abandonne", **dit, exc_info=echec)
            return None
        journal.warning("travail_echoue", **dit, exc_info=echec)
        delai = self._rythme.premier_delai * 2 ** min(travail.attempts, _DOUBLEMENTS)
        return min(delai, self._rythme.dernier_delai)
