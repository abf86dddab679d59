"""Alembic, driven from the service: bring a database up to date, tell whether it is.

Alembic is loaded by who migrates only: a service keeps it out of its memory.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

if TYPE_CHECKING:
    from alembic.config import Config

DOSSIER: Final = Path(__file__).parents[3] / "migrations"
# Two processes that start at once migrate one after the other.
_VERROU: Final = 20230922
_REVISION: Final = re.compile(r'^(down_)?revision(?:: [^=]+)? = "(\w+)"', re.MULTILINE)


def configuration(connexion: Connection | None = None) -> "Config":
    """Alembic's configuration, on an open connection if one is given."""
    from alembic.config import Config

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
    from alembic import command

    command.upgrade(configuration(connexion), "head")


def est_decrit(_objet: object, nom: str | None, genre: str, *_: object) -> bool:
    """Whether the tables of the code speak of this one: those of pgqueuer are its own."""
    return genre != "table" or not str(nom).startswith("pgqueuer")


@cache
def derniere() -> str:
    """The newest revision that the code knows: the one that no other comes after."""
    textes = [fichier.read_text("utf-8") for fichier in (DOSSIER / "versions").glob("*.py")]
    trouvees = [trouve for texte in textes for trouve in _REVISION.findall(texte)]
    depassees = {revision for precede, revision in trouvees if precede}
    (tete,) = {revision for precede, revision in trouvees if not precede} - depassees
    return tete


async def a_jour(connexion: AsyncConnection) -> bool:
    """Whether the database is at the newest revision."""
    return await connexion.scalar(text("SELECT version_num FROM alembic_version")) == derniere()
