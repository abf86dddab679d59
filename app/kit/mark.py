"""The mark of a database and of a store: which one it is, and whether of a sandbox, for ever.

Migration 0005 marks the databases already in use; the first service that starts on a new one marks
it as its own kind. `app/exploitation/monde.py` says who may start where.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import Boolean, CheckConstraint, Column, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.config import Settings
from app.kit.postgres.database import Base, metadata


class Nature(StrEnum):
    """What a service, its database and its store are for."""

    BAC_A_SABLE = "bac_a_sable"
    PRODUCTION = "production"

    @classmethod
    def de(cls, settings: Settings) -> "Nature":
        """That of a service."""
        return cls.BAC_A_SABLE if settings.bac_a_sable else cls.PRODUCTION


_NATURES: Final = ", ".join(f"'{nature.value}'" for nature in Nature)

marque = Table(
    "marque",
    metadata,
    # There is one row.
    Column("seule", Boolean, CheckConstraint("seule", name="seule"), primary_key=True),
    Column("id", Uuid, nullable=False),
    Column(
        "nature", Text, CheckConstraint(f"nature IN ({_NATURES})", name="nature"), nullable=False
    ),
    # Written once: whoever serves cannot make a sandbox of production.
    info={"droits": "SELECT, INSERT"},
)


@dataclass(frozen=True, slots=True)
class Marque:
    """Which database it is, at random, and what it is for."""

    id: UUID
    nature: Nature


async def lire_marque(connexion: AsyncConnection) -> Marque | None:
    """The mark of a database; None while no service has started on it."""
    ligne = (await connexion.execute(select(marque.c.id, marque.c.nature))).one_or_none()
    return Marque(ligne.id, Nature(ligne.nature)) if ligne else None


async def marquer(base: Base, nature: Nature) -> Marque:
    """The mark of a database, which is of this nature from now on if it had none."""
    async with base.lecture() as connexion:
        if lue := await lire_marque(connexion):
            return lue
    neuve = Marque(uuid4(), nature)
    async with base.transaction() as connexion:
        ligne = {"seule": True, "id": neuve.id, "nature": nature.value}
        await connexion.execute(insert(marque).values(ligne).on_conflict_do_nothing())
        # Of several that start at once the first has marked it.
        return await lire_marque(connexion) or neuve
