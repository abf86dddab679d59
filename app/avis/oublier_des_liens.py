"""Links to opinions that are kept no longer: made long ago and replaced, or that open nothing."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.avis.queries import encore_garde
from app.avis.tables import lien_avis

_REMPLACE: Final = timedelta(days=7)


async def oublier_les_anciens(
    connexion: AsyncConnection, ids: Collection[UUID], le: datetime
) -> None:
    """Delete the links of these opinions, whose rows are locked, made a week before `le`.

    For who is about to make others: the last one of an opinion stays as long as it opens it.
    """
    siens = delete(lien_avis).where(lien_avis.c.avis_id.in_(ids))
    await connexion.execute(siens.where(lien_avis.c.cree_le < le - _REMPLACE))


async def oublier_les_morts(connexion: AsyncConnection, le: datetime) -> None:
    """Delete the links of opinions that may not be read any more."""
    ouvre = encore_garde(lien_avis.c.avis_id, le)
    # Who closes one of them deletes it as well, and is not waited for.
    morts = select(lien_avis.c.empreinte).where(~ouvre).with_for_update(skip_locked=True)
    await connexion.execute(delete(lien_avis).where(lien_avis.c.empreinte.in_(morts)))
