"""The task that publishes lots at their instant, and at its start those whose instant has passed.

Not a job of the queue: one that is due later may be ten seconds late, and is lost for thirty with
the process that holds it.
"""

import asyncio
from typing import Final

from sqlalchemy import bindparam, select

from app.decisions.lots_decrits import EtatDeLot
from app.decisions.publier import publier_a_l_heure
from app.decisions.queries import la_plus_lente
from app.decisions.tables import lot
from app.kit.logs import journal
from app.kit.postgres.statements import Preparee
from app.kit.services import Services

# Seconds between two looks.
_PAS: Final = 1.0
_DUS: Final = Preparee(
    select(lot.c.id)
    .where(lot.c.etat == EtatDeLot.ARRETE.value)
    .where(lot.c.publier_le <= la_plus_lente(bindparam("le", type_=lot.c.publier_le.type)))
    .order_by(lot.c.publier_le, lot.c.id)
)


class Echeance:
    """Publishes what is due, in the background."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._tache: asyncio.Task[None] | None = None

    def demarrer(self) -> None:
        """Publish from now on."""
        self._tache = asyncio.create_task(self._vivre())

    async def arreter(self) -> None:
        """Publish no more: what is due is published by others, or at the next start."""
        if self._tache:
            self._tache.cancel()
            await asyncio.wait({self._tache})

    async def _vivre(self) -> None:
        while True:
            try:
                await publier_les_dus(self._services)
            except Exception as erreur:
                journal.warning("publication_remise", erreur=type(erreur).__name__)
            await asyncio.sleep(_PAS)


async def publier_les_dus(services: Services) -> None:
    """Publish each lot that is due by the clock of the service, the first due first."""
    async with services.base.directe() as directe:
        dus = await directe.lignes(_DUS, le=services.horloge.maintenant())
    for du in dus:
        try:
            if await publier_a_l_heure(services, du["id"]):
                journal.info("lot_publie", lot=str(du["id"]))
        except Exception as erreur:  # none keeps the others waiting
            journal.warning("lot_non_publie", lot=str(du["id"]), erreur=type(erreur).__name__)
