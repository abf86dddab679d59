"""The role that serves: what it may do in the database, and nothing else.

Another role owns the tables and migrates them. So whoever gets to run SQL as the service can
neither empty nor rewrite the record, nor skip its triggers, nor run programs (decision 43).
"""

import hashlib
import hmac
import os
from base64 import b64encode
from typing import Final
from unicodedata import normalize

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.kit.postgres.database import metadata

# Of a table that says nothing of it: `info={"droits": …}`.
_DROITS: Final = "SELECT, INSERT, UPDATE, DELETE"
# What the tables of the code do not describe: Alembic's, and those of the queue.
_AUTRES: Final = {
    "alembic_version": "SELECT",
    "pgqueuer": _DROITS,
    "pgqueuer_log": _DROITS,
    "pgqueuer_schedules": _DROITS,
    "pgqueuer_statistics": _DROITS,
}
_EXISTE: Final = text("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :nom)")
_CREER: Final = text("SELECT format('CREATE ROLE %I LOGIN', CAST(:nom AS text))")
_MOT_DE_PASSE: Final = text("SELECT format(' PASSWORD %L', CAST(:verificateur AS text))")
# What PostgreSQL gave everybody before its version 15: to put a function in the way of the owner's.
_SCHEMA: Final = "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
_TOURS: Final = 4096  # PostgreSQL's own default


async def accorder(connexion: AsyncConnection, service: URL) -> None:
    """Give the role of `service` the rights that each table says, made if it is not there.

    `connexion` is its owner's, in no transaction; afterwards neither. A right that was given
    before and is not said any more is taken back, at once for the releases that run.
    """
    nom = str(service.username)
    if not await connexion.scalar(_EXISTE, {"nom": nom}):
        await _creer(connexion, nom, service.password)
    role = connexion.dialect.identifier_preparer.quote_identifier(nom)
    droits = {table.name: table.info.get("droits", _DROITS) for table in metadata.sorted_tables}
    for table, siens in (droits | _AUTRES).items():
        await connexion.exec_driver_sql(f"REVOKE ALL ON {table} FROM {role}")
        await connexion.exec_driver_sql(f"GRANT {siens} ON {table} TO {role}")
    for genre, droit in (("SEQUENCES", "USAGE"), ("FUNCTIONS", "EXECUTE")):
        await connexion.exec_driver_sql(f"GRANT {droit} ON ALL {genre} IN SCHEMA public TO {role}")
    await connexion.exec_driver_sql(_SCHEMA)
    await connexion.commit()


async def _creer(connexion: AsyncConnection, nom: str, mot_de_passe: str | None) -> None:
    creer = str(await connexion.scalar(_CREER, {"nom": nom}))
    if mot_de_passe:
        verificateur = verificateur_de(mot_de_passe, os.urandom(16))
        creer += str(await connexion.scalar(_MOT_DE_PASSE, {"verificateur": verificateur}))
    await connexion.exec_driver_sql(creer)


def verificateur_de(mot_de_passe: str, sel: bytes) -> str:
    """What PostgreSQL keeps of a password (RFC 5803), for its log never to show the password."""
    sale = hashlib.pbkdf2_hmac("sha256", normalize("NFKC", mot_de_passe).encode(), sel, _TOURS)
    cle = hashlib.sha256(hmac.digest(sale, b"Client Key", "sha256")).digest()
    serveur = hmac.digest(sale, b"Server Key", "sha256")
    en64 = [b64encode(octets).decode() for octets in (sel, cle, serveur)]
    return "SCRAM-SHA-256${}:{}${}:{}".format(_TOURS, *en64)
