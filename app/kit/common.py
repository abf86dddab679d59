"""What all processes of a service have in common, as its database knows it.

The first process writes it down; who lacks some of it is not one of them. Decision 52 says what
follows, and how the owner of the tables changes it.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, Column, Table, Text, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.kit.postgres.database import metadata

TOUR: Final = 20230923  # of the lock: any number that no other lock has


class Quoi(StrEnum):
    """What is held in common: keys, by their `kid`; the store, by its mark."""

    CLE = "cle"
    MAGASIN = "magasin"


_GENRES: Final = ", ".join(f"'{quoi.value}'" for quoi in Quoi)

commun = Table(
    "commun",
    metadata,
    Column("quoi", Text, CheckConstraint(f"quoi IN ({_GENRES})", name="quoi"), primary_key=True),
    Column("identifiant", Text, primary_key=True),
    # Who serves cannot make the others forget.
    info={"droits": "SELECT, INSERT"},
)


async def lire(connexion: AsyncConnection, quoi: Quoi) -> frozenset[str]:
    """What is known; nothing before a first process has said."""
    lus = select(commun.c.identifiant).where(commun.c.quoi == quoi.value)
    return frozenset(await connexion.scalars(lus))


async def lire_seul(connexion: AsyncConnection, quoi: Quoi) -> frozenset[str]:
    """The same, until the end of the transaction: others who would write wait for their turn."""
    await connexion.execute(select(func.pg_advisory_xact_lock(TOUR)))
    return await lire(connexion, quoi)


async def noter(connexion: AsyncConnection, quoi: Quoi, identifiants: Collection[str]) -> None:
    """Write down what all have from now on."""
    lignes = [{"quoi": quoi.value, "identifiant": un} for un in identifiants]
    await connexion.execute(insert(commun).on_conflict_do_nothing(), lignes)
