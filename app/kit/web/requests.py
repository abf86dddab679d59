"""The outermost layer: stamps the arrival, names the request, answers what nobody else did.

The arrival is what the deadline is judged by, so it is read before anything else.
"""

import re
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import Any, Final
from uuid import uuid4

import asyncpg
import obstore
import sqlalchemy.exc
from pydantic_core import to_json
from sqlalchemy.exc import DBAPIError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.clock import Horloge
from app.kit.logs import journal
from app.kit.metrics import observer
from app.kit.web.addresses import Adresses
from app.kit.web.call import CLE, Appel
from app.kit.web.deprecation import obsolescence_de
from app.kit.web.problems import (
    EnTeteInvalide,
    ErreurInterne,
    Indisponible,
    JetonDansAdresse,
    Probleme,
)

TYPE_PROBLEME: Final = b"application/problem+json"
# The database or the store is out of reach, for now: a client may try again.
_COUPURES: Final = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.exceptions.LockNotAvailableError,
    obstore.exceptions.BaseError,
    sqlalchemy.exc.TimeoutError,
)
_HEURE_MAX: Final = 32  # characters: microseconds and an offset
# A secret of ours anywhere in a query, or anything under a name that others take them by.
_JETON: Final = re.compile(rb"(^|&)(access_token|api_key|jeton|token)=|ti[acpl]_[A-Za-z0-9_-]{20}")
# What every answer says, unless it says otherwise: an API's answers are for programs, never shown
# by a browser as a page, embedded or kept (OWASP REST Security Cheat Sheet). HSTS is for the proxy
# that has the certificate.
_PAR_DEFAUT: Final = {
    b"x-content-type-options": b"nosniff",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"no-store",
}


class Enveloppe:
    """ASGI middleware: makes the `Appel` of each request, the only thing of ours in its `state`.

    In the sandbox a client sets the clock of its own request by `X-Horloge`.
    """

    def __init__(
        self, app: ASGIApp, horloge: Horloge, adresses: Adresses, *, bac_a_sable: bool
    ) -> None:
        self._app = app
        self._horloge = horloge
        self._adresses = adresses
        self._bac_a_sable = bac_a_sable

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        arrivee = self._horloge.maintenant()
        appel = Appel(uuid4().hex, arrivee, *self._adresses.de(scope))
        scope.setdefault("state", {})[CLE] = appel
        if tete := scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        suivi = _Suivi(send, appel, scope, tete=tete)
        try:
            with suppress(_TeteDite):
                await self._repondre(scope, receive, suivi, appel)
        finally:
            duree = (self._horloge.maintenant() - arrivee).total_seconds()
            route = scope.get("route")
            chemin = route.path if route else None
            observer("HEAD" if tete else scope["method"], chemin, suivi.statut, duree, appel.id)

    async def _repondre(
        self, scope: Scope, receive: Receive, suivi: "_Suivi", appel: Appel
    ) -> None:
        try:
            if scope["query_string"] and _JETON.search(scope["query_string"]):
                raise JetonDansAdresse
            appel.arrivee = self._heure_demandee(scope) or appel.arrivee
            await self._app(scope, receive, suivi)
        except _TeteDite:
            raise
        except Exception as erreur:
            if not isinstance(erreur, Probleme):
                journal.exception("erreur", requete=appel.id)
            if suivi.statut:
                raise
            await repondre(_probleme(erreur), appel.id, suivi)

    def _heure_demandee(self, scope: Scope) -> datetime | None:
        if not self._bac_a_sable:
            return None
        for nom, valeur in scope["headers"]:
            if nom == b"x-horloge":
                return _lire_heure(valeur.decode("latin-1"))
        return None


def _lire_heure(texte: str) -> datetime:
    try:
        # Python reads more digits than it keeps.
        heure = datetime.fromisoformat(texte if len(texte) <= _HEURE_MAX else "")
        # In the first or the last year, the same instant in Paris or a day before may not exist.
        if heure.tzinfo is not None and MINYEAR < heure.year < MAXYEAR:
            return heure.astimezone(UTC)
    except ValueError:
        pass
    raise EnTeteInvalide("X-Horloge attend une date RFC 3339 : 2023-09-22T23:59:59+02:00.")


def _probleme(erreur: Exception) -> Probleme:
    if isinstance(erreur, Probleme):
        return erreur
    coupure = isinstance(erreur, DBAPIError) and erreur.connection_invalidated
    if coupure or isinstance(erreur, _COUPURES):
        return Indisponible(entetes={"Retry-After": "5"})
    return ErreurInterne()


class _TeteDite(Exception):
    """HEAD is answered as GET is, up to its body (RFC 9110, 9.3.2): nothing reads a file for it."""


class _Suivi:
    """Sends on, adding the headers that every answer carries; remembers the status."""

    def __init__(self, send: Send, appel: Appel, scope: Scope, *, tete: bool) -> None:
        self._send = send
        self._appel = appel
        self._scope = scope
        self._tete = tete
        self.statut = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.statut = message["status"]
            message["headers"] = entetes = [
                *message.get("headers", []),
                (b"x-request-id", self._appel.id.encode()),
            ]
            dits, limites = dict(entetes), self._appel.limites
            ajoutes = {**_PAR_DEFAUT, **limites} if limites else _PAR_DEFAUT
            entetes += [entete for entete in ajoutes.items() if entete[0] not in dits]
            if obsolescence := obsolescence_de(self._scope.get("endpoint")):
                message["headers"] += [
                    (nom.lower().encode(), valeur.encode())
                    for nom, valeur in obsolescence.entetes()
                ]
        elif self._tete:
            await self._send({"type": "http.response.body", "body": b""})
            raise _TeteDite
        await self._send(message)


async def repondre(probleme: Probleme, requete: str, send: Send) -> None:
    """Send a problem document."""
    corps = to_json(probleme.document(requete))
    entetes = [
        (b"content-type", TYPE_PROBLEME),
        (b"content-length", str(len(corps)).encode()),
        *((nom.lower().encode(), valeur.encode()) for nom, valeur in probleme.entetes.items()),
    ]
    debut: dict[str, Any] = {
        "type": "http.response.start",
        "status": int(probleme.statut),
        "headers": entetes,
    }
    await send(debut)
    await send({"type": "http.response.body", "body": corps})
