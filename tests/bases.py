"""Databases of a test's own, beside the shared one, and SQL run past the service."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import NullPool, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.kit.postgres.database import metadata
from app.kit.postgres.embedded import SERVICE
from app.kit.postgres.migrations import migrer


def sql(url: str, *requetes: str) -> list[tuple[Any, ...]]:
    """Run the statements, each a transaction of its own; the rows of the last one."""

    async def executer() -> list[tuple[Any, ...]]:
        async with _moteur(url).connect() as connexion:
            lignes: list[tuple[Any, ...]] = []
            for requete in requetes:
                resultat = await connexion.execute(text(requete))
                lignes = [tuple(ligne) for ligne in resultat] if resultat.returns_rows else []
        return lignes

    return asyncio.run(executer())


@cache
def _moteur(url: str) -> AsyncEngine:
    """Kept, not its connections: an engine asks a server what it is before it is of use."""
    return create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")


def comptes(url: str) -> dict[str, int]:
    """How many rows each table that the code describes holds."""
    chaque = (f"SELECT '{table}', count(*) FROM {table}" for table in metadata.tables)
    return dict(sql(url, " UNION ALL ".join(chaque)))


def du_service(url: str) -> str:
    """The same database by the role that serves, where tests lay hold of it by the owner's."""
    return make_url(url).set(username=SERVICE).render_as_string(hide_password=False)


def migrer_pour_servir(url: str) -> None:
    """Migrate a database, for the service to serve it by its own role."""
    asyncio.run(migrer(url, du_service(url)))


def oublier_les_processus(url: str) -> None:
    """Have a database know none of those that start on it: each may have its own keys and store."""
    sql(
        url,
        "CREATE FUNCTION rien() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER rien BEFORE INSERT ON commun FOR EACH ROW EXECUTE FUNCTION rien()",
    )


@contextmanager
def base_neuve(url: str, modele: str = "template0") -> Generator[str]:
    """The URL of a copy of `modele`, empty by default, on the PostgreSQL of `url`.

    It is dropped at the end of the block; nobody may be connected to `modele`.
    """
    nom = f"essai_{uuid4().hex}"
    sql(url, f"CREATE DATABASE {nom} TEMPLATE {modele}")
    try:
        yield make_url(url).set(database=nom).render_as_string(hide_password=False)
    finally:
        sql(url, f"DROP DATABASE {nom} WITH (FORCE)")


@contextmanager
def base_migree(url: str) -> Generator[str]:
    """The same, of a copy that has the tables."""
    with base_neuve(url, _modele(url)) as neuve:
        yield neuve


@cache
def _modele(url: str) -> str:
    """The name of a migrated database to be copied, made once for each PostgreSQL."""
    nom = "modele"
    sql(url, f"CREATE DATABASE {nom} TEMPLATE template0")
    migrer_pour_servir(make_url(url).set(database=nom).render_as_string(hide_password=False))
    return nom
