"""Alembic's environment: migrations run on a connection given or opened here.

Offline (`alembic upgrade --sql`) what they would run is printed: squawk reads it in CI.
"""

import asyncio
import importlib

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

from app.config import Settings
from app.kit.postgres.database import metadata
from app.kit.postgres.migrations import DELAIS, est_decrit

importlib.import_module("app.main")  # registers the tables of every room


def migrer(connexion: Connection) -> None:
    """Run the migrations asked for, on a connection that is in no transaction."""
    for delai in DELAIS:
        connexion.exec_driver_sql(delai)
    connexion.commit()
    context.configure(
        connection=connexion,
        target_metadata=metadata,
        compare_type=True,
        include_object=est_decrit,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def ouvrir_et_migrer() -> None:
    """Run them on the database of the settings."""
    settings = Settings()
    url = settings.database_url_migration or settings.database_url
    if url is None:
        raise SystemExit("TI_DATABASE_URL : aucune base à migrer.")
    moteur = create_async_engine(url.get_secret_value(), poolclass=pool.NullPool)
    async with moteur.connect() as connexion:
        await connexion.run_sync(migrer)
    await moteur.dispose()


def ecrire() -> None:
    """Print the SQL of the migrations asked for."""
    context.configure(
        dialect_name="postgresql",
        target_metadata=metadata,
        literal_binds=True,
        transaction_per_migration=True,
    )
    for delai in DELAIS:
        context.execute(delai)
    with context.begin_transaction():
        context.run_migrations()


donnee = context.config.attributes.get("connection")
if context.is_offline_mode():
    ecrire()
elif donnee is not None:
    migrer(donnee)
else:
    asyncio.run(ouvrir_et_migrer())
