"""What was sent, and what was answered, is forgotten: long after, or with its candidature."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.flux.crochets.tables import crochet, livraison, tentative
from app.flux.tables import flux
from app.kit.postgres.database import Base
from app.kit.services import Services

# The job, and when it is due (cron, UTC).
OUBLIER: Final = "oublier_livraisons"
QUAND_OUBLIER: Final = "11 * * * *"
GARDE: Final = timedelta(days=30)


async def oublier(services: Services, _contenu: dict[str, Any]) -> None:
    """The job `oublier_livraisons`: attempts, and what came of them, go; the events stay."""
    await oublier_les_anciennes(services.base)


async def oublier_les_anciennes(base: Base) -> None:
    """Forget those that are over since `GARDE`, by the database's clock, as they were written."""
    limite = func.current_timestamp() - GARDE
    for table, quand in ((livraison, livraison.c.finie_le), (tentative, tentative.c.le)):
        async with base.transaction() as connexion:
            await connexion.execute(delete(table).where(quand < limite))


async def oublier_les_reponses(connexion: AsyncConnection, candidature_id: UUID) -> None:
    """Forget what was answered of a candidature that is erased: a receiver says what it likes.

    What was sent of it names nobody.
    """
    siennes = (
        flux.c.candidature_id == candidature_id,
        tentative.c.crochet_id == crochet.c.id,
        tentative.c.position == flux.c.position,
    )
    await connexion.execute(update(tentative).where(*siennes).values(recus=None, corps=None))
