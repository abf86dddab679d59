"""The job that looks, once a day, to whom something is to be told by mail.

Each agent in a transaction of their own, their row locked: two processes at once, or a job begun
again, write to nobody twice a day.
"""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.tables import agent
from app.instruction.nouvelles.envoyer_le_courrier import ECRIRE, compter_les_nouvelles
from app.instruction.nouvelles.queries import lu_par
from app.instruction.nouvelles.ranger import ranger
from app.instruction.nouvelles.tables import courrier, nouveaute
from app.kit.clock import PARIS
from app.kit.services import Services

# The job, and when it is due (cron, UTC): seven o'clock in Paris is one of these.
PREVOIR_LE_COURRIER: Final = "prevoir_le_courrier"
QUAND_PREVOIR_LE_COURRIER: Final = "0 5,6 * * *"
HEURE: Final = 7
# Nobody takes an account off the directory: whoever has not called for so long is not written to.
PRESENCE: Final = timedelta(days=7)
_PREMIERE: Final = timedelta(days=1)  # what a first mail goes back over

_BOUT: Final = select(func.coalesce(func.max(nouveaute.c.position), 0))


async def prevoir_le_courrier(services: Services, _contenu: dict[str, Any]) -> None:
    """The periodic job: confide a mail for each agent to whom something happened."""
    le = services.horloge.maintenant()
    ici = le.astimezone(PARIS)
    if ici.hour < HEURE or not services.messagerie.disponible:
        return
    await ranger(services.base)
    pas_encore = or_(courrier.c.jour.is_(None), courrier.c.jour < ici.date())
    a_voir = (
        select(agent.c.id)
        .outerjoin(courrier, courrier.c.agent == agent.c.id)
        .where(agent.c.cle.is_(False), agent.c.courriel.is_not(None))
        .where(agent.c.vu_le >= le - PRESENCE, pas_encore)
        .where(func.coalesce(courrier.c.voulu, True))
    )
    async with services.base.lecture() as connexion:
        ids = list(await connexion.scalars(a_voir))
        # No index leads there: looked up once, whoever gets a first mail.
        avant: int = (
            await connexion.execute(_BOUT.where(nouveaute.c.le < le - _PREMIERE))
        ).scalar_one()
    for id in ids:
        async with services.base.transaction() as connexion:
            await _prevoir_un(services, connexion, id, ici.date(), avant)


async def _prevoir_un(
    services: Services, connexion: AsyncConnection, id: UUID, jour: date, avant: int
) -> None:
    neuf = insert(courrier).values(agent=id, voulu=True)
    await connexion.execute(neuf.on_conflict_do_nothing())
    tenu = select(courrier).where(courrier.c.agent == id).with_for_update()
    sien = (await connexion.execute(tenu)).one()
    if not sien.voulu or (sien.jour is not None and sien.jour >= jour):
        return
    bout: int = (await connexion.execute(_BOUT)).scalar_one()
    lu: int = (await connexion.execute(select(lu_par(id)))).scalar_one()
    dit = avant if sien.position is None else sien.position
    ecrit = update(courrier).where(courrier.c.agent == id).values(jour=jour, position=bout)
    await connexion.execute(ecrit)
    depuis = max(lu, dit)
    if await compter_les_nouvelles(connexion, id, depuis, bout):
        contenu = {"agent": str(id), "depuis": depuis, "jusqu_a": bout, "jour": jour.isoformat()}
        await services.travaux.confier(connexion, ECRIRE, contenu)
