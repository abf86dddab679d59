"""Alembic, driven from the service: bring a database up to date, tell whether it is."""

from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

DOSSIER: Final = Path(__file__).parents[2] / "migrations"
# Two processes that start at once migrate one after the other.
_VERROU: Final = 20230922


def configuration(connexion: Connection | None = None) -> Config:
    """Alembic's configuration, on an open connection if one is given."""
    config = Config()
    config.set_main_option("script_location", str(DOSSIER))
    config.attributes["connection"] = connexion
    return config


async def migrer(url: str) -> None:
    """Apply the migrations that are missing, in one transaction."""
    moteur = create_async_engine(url, poolclass=pool.NullPool)
    async with moteur.begin() as connexion:
        await connexion.execute(text("SELECT pg_advisory_xact_lock(:cle)"), {"cle": _VERROU})
        await connexion.run_sync(_migrer)
    await moteur.dispose()


def _migrer(connexion: Connection) -> None:
    command.upgrade(configuration(connexion), "head")


@cache
def derniere() -> str | None:
    """The newest revision that the code knows."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


async def a_jour(connexion: AsyncConnection) -> bool:
    """Whether the database is at the newest revision."""
    return await connexion.scalar(text("SELECT version_num FROM alembic_version")) == derniere()
