"""Finding the endpoints of a holder."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.flux.crochets.tables import crochet
from app.kit.web.problems import Introuvable


async def trouver(
    connexion: AsyncConnection, titulaire: UUID, id: UUID, *, verrou: bool = False
) -> Any:
    """The row of an endpoint of this holder, kept from others with `verrou`.

    Raises `Introuvable` alike for one that is somebody else's.
    """
    requete = select(crochet).where(crochet.c.id == id, crochet.c.titulaire == titulaire)
    if verrou:
        requete = requete.with_for_update()
    if (ligne := (await connexion.execute(requete)).one_or_none()) is None:
        raise Introuvable
    return ligne
