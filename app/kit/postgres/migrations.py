"""Alembic, driven from the service: bring a database up to date, tell whether it is.

Alembic is loaded by who migrates only: a service keeps it out of its memory.
"""

import asyncio
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, make_url, pool, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from app.kit.postgres.roles import accorder
from app.kit.postgres.servers import options_de

if TYPE_CHECKING:
    from alembic.config import Config

DOSSIER: Final = Path(__file__).parents[3] / "migrations"
# Neither waits for a lock nor holds one for long: a migration fails, and is run again at a better
# time. One that needs more says so itself, for the rest of the run.
DELAIS: Final = ("SET lock_timeout = '5s'", "SET statement_timeout = '60s'")
# Two processes that start at once migrate one after the other.
_TOUR: Final = text("SELECT pg_try_advisory_lock(20230922)")
_PAUSE: Final = 0.1  # seconds


def configuration(connexion: Connection | None = None) -> "Config":
    """Alembic's configuration, on an open connection if one is given."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(DOSSIER))
    config.attributes["connection"] = connexion
    return config


async def migrer(url: str, service: str | None) -> None:
    """Apply the migrations that are missing, each in a transaction of its own.

    `url` is that of the role that owns the tables, `service` of the one that serves, which is made
    if it is not there and given its rights (`roles`); None when the owner serves itself.

    A database that is ahead of this code is left as it is: a release later than this one serves on
    it, and this one still can (docs/migrations.md).
    """
    moteur = create_async_engine(url, poolclass=pool.NullPool, connect_args=options_de(url))
    async with moteur.connect() as connexion:
        await _attendre_son_tour(connexion)
        await connexion.run_sync(_migrer)
        if service and await _revision(connexion) == derniere():
            await accorder(connexion, make_url(service))
    await moteur.dispose()


async def _attendre_son_tour(connexion: AsyncConnection) -> None:
    """Return once nobody else migrates; the turn ends with the connection.

    It is asked for again and again: who waits within a statement holds a snapshot, which the other
    one's `CREATE INDEX CONCURRENTLY` would wait for, for ever.
    """
    while not await connexion.scalar(_TOUR):
        await connexion.commit()
        await asyncio.sleep(_PAUSE)
    await connexion.commit()


def _migrer(connexion: Connection) -> None:
    from alembic import command
    from alembic.migration import MigrationContext

    presente = MigrationContext.configure(connexion).get_current_revision()
    connexion.commit()
    if not _suffit(presente):
        command.upgrade(configuration(connexion), "head")


def est_decrit(_objet: object, nom: str | None, genre: str, *_: object) -> bool:
    """Whether the tables of the code speak of this one: those of pgqueuer are its own."""
    return genre != "table" or not str(nom).startswith("pgqueuer")


@cache
def derniere() -> str:
    """The newest revision that the code knows: they are numbered."""
    return max(fichier.name.partition("_")[0] for fichier in (DOSSIER / "versions").glob("*.py"))


async def a_jour(connexion: AsyncConnection) -> bool:
    """Whether the database has every migration that the code knows, if not later ones as well."""
    return _suffit(await _revision(connexion))


async def _revision(connexion: AsyncConnection) -> str | None:
    return await connexion.scalar(text("SELECT version_num FROM alembic_version"))


def _suffit(revision: str | None) -> bool:
    return revision is not None and revision >= derniere()
