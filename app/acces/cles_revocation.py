"""The act of revoking a key, at once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, update

from app.acces.tables import cle_api
from app.kit.postgres.database import Base
from app.kit.web.problems import Introuvable


async def revoquer(base: Base, id: UUID, par: str, maintenant: datetime) -> None:
    """Have a key open nothing any more, from the next request on; once revoked it stays so.

    `par`: who revokes it, for the list. Raises `Introuvable`.
    """
    async with base.transaction() as connexion:
        revoquee = await connexion.scalar(
            update(cle_api)
            .where(cle_api.c.id == id)
            .values(
                revoquee_le=func.coalesce(cle_api.c.revoquee_le, maintenant),
                revoquee_par=func.coalesce(cle_api.c.revoquee_par, par),
            )
            .returning(cle_api.c.id)
        )
        if revoquee is None:
            raise Introuvable
