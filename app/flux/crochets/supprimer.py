"""The act of deleting an endpoint, with what was still to be sent to it and its log."""

from uuid import UUID

from sqlalchemy import delete

from app.flux.crochets.queries import trouver
from app.flux.crochets.tables import crochet
from app.kit.postgres.database import Base


async def supprimer(base: Base, titulaire: UUID, id: UUID) -> None:
    """Delete one of theirs; raises `Introuvable`."""
    async with base.transaction() as connexion:
        await trouver(connexion, titulaire, id, verrou=True)
        await connexion.execute(delete(crochet).where(crochet.c.id == id))
