"""What says that the database is out of reach or has moved, whichever library raises it."""

from typing import Final

import asyncpg
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as SansConnexion

from app.kit.postgres.writes import EcrituresSuspendues

# SQLSTATE (appendix A of PostgreSQL's manual), by their beginning. Whoever meets one of these
# speaks to a server that stops, has stopped, or does not take writes any more.
_PARTI: Final = ("08", "57P", "25006")
# Another time it will do: no resources, a lock or a time-out, a deadlock, two that crossed.
_PASSAGER: Final = ("53", "57014", "55P03", "40P01", "40001")
_COUPEE: Final = (
    asyncpg.InterfaceError,
    # No server of those named takes writes, or one has said that it stops and is yet to hang up.
    asyncpg.exceptions.InternalClientError,
    DisconnectionError,
)


def a_bouge(erreur: BaseException) -> bool:
    """Whether the connection that met this, and those like it, are of no use any more."""
    if isinstance(erreur, DBAPIError) and erreur.connection_invalidated:
        return True
    return isinstance(_origine(erreur), _COUPEE) or _etat(erreur).startswith(_PARTI)


def est_une_panne(erreur: BaseException) -> bool:
    """Whether the same request may well be granted in a moment."""
    # Out of reach, or too slow, a server gives the errors of the system.
    if isinstance(erreur, OSError | SansConnexion | EcrituresSuspendues):
        return True
    return a_bouge(erreur) or _etat(erreur).startswith(_PASSAGER)


def _etat(erreur: BaseException) -> str:
    """The SQLSTATE of what a server said, also through SQLAlchemy."""
    return getattr(_origine(erreur), "sqlstate", None) or ""


def _origine(erreur: BaseException) -> BaseException | None:
    """What the driver raised."""
    orig = erreur.orig if isinstance(erreur, DBAPIError) else None
    return orig.__cause__ if orig else erreur
