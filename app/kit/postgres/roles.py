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
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from app.kit.logs import journal
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
_BASE: Final = text("SELECT quote_ident(current_database())")
_MOT_DE_PASSE: Final = text("SELECT format(' PASSWORD %L', CAST(:verificateur AS text))")
# What PostgreSQL gave everybody before its version 15: to put a function in the way of the owner's.
_SCHEMA: Final = "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
_TOURS: Final = 4096  # PostgreSQL's own default


async def accorder(connexion: AsyncConnection, service: URL) -> None:
    """Give the role of `service` the rights that each table says, made if it is not there.

    `connexion` is its owner's, in no transaction; afterwards neither. A right that was given
    before and is not said any more is taken back, at once for the releases that run. Its password
    and its settings become those of here again.
    """
    nom = str(service.username)
    role = connexion.dialect.identifier_preparer.quote_identifier(nom)
    base = await connexion.scalar(_BASE)
    if await connexion.scalar(_EXISTE, {"nom": nom}):
        await _remettre(connexion, role, str(base), service.password)
    else:
        creer = str(await connexion.scalar(_CREER, {"nom": nom}))
        await connexion.exec_driver_sql(creer + await _avec(connexion, service.password))
    droits = {table.name: table.info.get("droits", _DROITS) for table in metadata.sorted_tables}
    for table, siens in (droits | _AUTRES).items():
        await connexion.exec_driver_sql(f"REVOKE ALL ON {table} FROM {role}")
        await connexion.exec_driver_sql(f"GRANT {siens} ON {table} TO {role}")
    for genre, droit in (("SEQUENCES", "USAGE"), ("FUNCTIONS", "EXECUTE")):
        await connexion.exec_driver_sql(f"GRANT {droit} ON ALL {genre} IN SCHEMA public TO {role}")
    await connexion.exec_driver_sql(_SCHEMA)
    await connexion.exec_driver_sql(f"REVOKE TEMPORARY ON DATABASE {base} FROM PUBLIC")
    await connexion.commit()


async def _remettre(
    connexion: AsyncConnection, role: str, base: str, mot_de_passe: str | None
) -> None:
    """Undo what the role may have done to itself, which PostgreSQL forbids to none.

    Where who made the role is another than its owner here, that is left to them.
    """
    avec = await _avec(connexion, mot_de_passe)
    await connexion.commit()
    try:
        await connexion.exec_driver_sql(f"ALTER ROLE {role} LOGIN{avec}")
        await connexion.exec_driver_sql(f"ALTER ROLE {role} RESET ALL")
        await connexion.exec_driver_sql(f"ALTER ROLE {role} IN DATABASE {base} RESET ALL")
        await connexion.commit()
    except ProgrammingError:
        await connexion.rollback()
        journal.warning("role_non_remis", role=role)


async def _avec(connexion: AsyncConnection, mot_de_passe: str | None) -> str:
    if not mot_de_passe:
        return ""
    verificateur = verificateur_de(mot_de_passe, os.urandom(16))
    return str(await connexion.scalar(_MOT_DE_PASSE, {"verificateur": verificateur}))


def verificateur_de(mot_de_passe: str, sel: bytes) -> str:
    """What PostgreSQL keeps of a password (RFC 5803), for its log never to show the password."""
    sale = hashlib.pbkdf2_hmac("sha256", normalize("NFKC", mot_de_passe).encode(), sel, _TOURS)
    cle = hashlib.sha256(hmac.digest(sale, b"Client Key", "sha256")).digest()
    serveur = hmac.digest(sale, b"Server Key", "sha256")
    en64 = [b64encode(octets).decode() for octets in (sel, cle, serveur)]
    return "SCRAM-SHA-256${}:{}${}:{}".format(_TOURS, *en64)
