"""Alembic's environment: migrations run online, on a connection given or opened here."""

import asyncio

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

import app.main  # noqa: F401 -- registers the tables of every room
from app.config import Settings
from app.kit.database import metadata

# A migration waits for no lock longer than this: it fails, and is run again at a better time.
DELAI_DE_VERROU = "5s"


def migrer(connexion: Connection) -> None:
    """Run the migrations asked for."""
    context.configure(connection=connexion, target_metadata=metadata, compare_type=True)
    with context.begin_transaction():
        connexion.exec_driver_sql(f"SET LOCAL lock_timeout = '{DELAI_DE_VERROU}'")
        context.run_migrations()


async def ouvrir_et_migrer() -> None:
    """Run them on the database of the settings."""
    url = Settings().database_url
    if url is None:
        raise SystemExit("TI_DATABASE_URL : aucune base à migrer.")
    moteur = create_async_engine(url.get_secret_value(), poolclass=pool.NullPool)
    async with moteur.connect() as connexion:
        await connexion.run_sync(migrer)
        await connexion.commit()
    await moteur.dispose()


donnee = context.config.attributes.get("connection")
if donnee is not None:
    migrer(donnee)
else:
    asyncio.run(ouvrir_et_migrer())
