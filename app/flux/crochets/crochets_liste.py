"""The endpoints of a holder, and one of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.flux.crochets.decrits import CrochetDecrit, Crochets, decrire
from app.flux.crochets.queries import trouver
from app.flux.crochets.tables import crochet
from app.kit.postgres.database import Base


async def enumerer(base: Base, titulaire: UUID, le: datetime) -> Crochets:
    """All of theirs, the oldest first."""
    siens = select(crochet).where(crochet.c.titulaire == titulaire)
    async with base.lecture() as connexion:
        lignes = await connexion.execute(siens.order_by(crochet.c.cree_le, crochet.c.id))
        return Crochets([decrire(ligne, le) for ligne in lignes])


async def montrer(base: Base, titulaire: UUID, id: UUID, le: datetime) -> CrochetDecrit:
    """One of theirs; raises `Introuvable`."""
    async with base.lecture() as connexion:
        return decrire(await trouver(connexion, titulaire, id), le)
