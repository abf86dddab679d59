"""Finding the endpoints of a holder."""

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.tables import cle_api
from app.flux.crochets.tables import crochet
from app.kit.postgres.database import Base
from app.kit.web.problems import Introuvable


async def chercher_le_titulaire(base: Base, nomme: UUID) -> UUID:
    """The holder of this id, or of the key of this id. Raises `Introuvable`."""
    nommes = or_(cle_api.c.titulaire == nomme, cle_api.c.id == nomme)
    async with base.lecture() as connexion:
        trouve = await connexion.scalar(select(cle_api.c.titulaire).where(nommes).limit(1))
    if trouve is None:
        raise Introuvable("Aucune clé n'est à ce titulaire, ni de cet identifiant.")
    return trouve


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
