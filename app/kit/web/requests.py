"""The outermost layer: stamps the arrival, names the request, answers what nobody else did.

The arrival is what the deadline is judged by, so it is read before anything else.
"""

import re
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from http import HTTPStatus
from typing import Any, Final, cast
from uuid import uuid4

import obstore
from pydantic_core import to_json
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.clock import Horloge, heure_de_la_machine
from app.kit.logs import journal
from app.kit.metrics import observer
from app.kit.postgres.credit import Credit, accorder
from app.kit.postgres.outage import a_bouge, est_une_panne
from app.kit.services import Services
from app.kit.web import tickets
from app.kit.web.addresses import Adresses
from app.kit.web.arrival import ARRIVEE, RENVOI, Constat, Source, lire_traversee
from app.kit.web.call import CLE, Appel, arrivee_entiere
from app.kit.web.declaration import declaration_de
from app.kit.web.deprecation import obsolescence_de
from app.kit.web.problems import (
    EnTeteInvalide,
    ErreurInterne,
    Indisponible,
    JetonDansAdresse,
    Probleme,
)
from app.kit.web.reception import attendre_la_fin

TYPE_PROBLEME: Final = b"application/problem+json"
# What is answered to who has to come again, though they may have come in time.
_SANS_PLACE: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_HEURE_MAX: Final = 32  # characters: microseconds and an offset
# A secret of ours anywhere in a query, or anything under a name that others take them by.
_JETON: Final = re.compile(rb"(^|&)(access_token|api_key|jeton|token)=|ti[a-z]_[A-Za-z0-9_-]{20}")
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

    In the sandbox a client sets the clock of its own request by `X-Horloge`; proxies tell when they
    received it if `proxys_datent`. `attente`: seconds that a request waits for the database, at
    most.
    """

    def __init__(
        self,
        app: ASGIApp,
        horloge: Horloge,
        adresses: Adresses,
        *,
        bac_a_sable: bool,
        proxys_datent: bool,
        attente: float,
    ) -> None:
        self._app = app
        self._horloge = horloge
        self._adresses = adresses
        self._bac_a_sable = bac_a_sable
        self._proxys_datent = proxys_datent
        self._attente = attente

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        arrivee = scope.get("extensions", {}).get(ARRIVEE) or self._horloge.maintenant()
        appel = Appel(uuid4().hex, arrivee, *self._adresses.de(scope))
        scope.setdefault("state", {})[CLE] = appel
        accorder(Credit(self._attente))
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
            if dite := self._heure_dite(scope, appel.arrivee):
                appel.dire(dite)
            if RENVOI in scope.get("extensions", ()):
                await attendre_la_fin(Request(scope, receive), _services(scope).patience)
                raise Indisponible(entetes={"Retry-After": "5", "Connection": "close"})
            await self._demander(scope, receive, suivi, appel)
        except _TeteDite:
            raise
        except Exception as erreur:
            if not isinstance(erreur, Probleme):
                journal.exception("erreur", requete=appel.id)
            if suivi.statut:
                raise
            await repondre(_probleme(erreur), appel.id, suivi)

    async def _demander(
        self, scope: Scope, receive: Receive, suivi: "_Suivi", appel: Appel
    ) -> None:
        try:
            await self._app(scope, receive, suivi)
        except Exception as erreur:
            # What only reads is asked again, once: another server may have taken over.
            if suivi.statut or scope["method"] != "GET" or not a_bouge(erreur):
                raise
            journal.warning("relecture", requete=appel.id, erreur=type(erreur).__name__)
            await self._app(scope, receive, suivi)

    def _heure_dite(self, scope: Scope, arrivee: datetime) -> Constat | None:
        """By who knows it better: in the sandbox the client; a proxy of ours, in any case."""
        entetes = Headers(scope=scope)
        if self._bac_a_sable and (demandee := entetes.get("x-horloge")) is not None:
            return Constat(_lire_heure(demandee))
        depart = entetes.get("x-request-start")
        if depart is None or not (self._proxys_datent and self._adresses.est_d_un_proxy(scope)):
            return None
        traversee = lire_traversee(depart, heure_de_la_machine())
        if traversee is None:
            return None
        le = self._horloge.maintenant() - traversee
        return Constat(le, Source.PROXY) if le < arrivee else None


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
    # The database or the store is out of reach, for now: a client may try again.
    if est_une_panne(erreur) or isinstance(erreur, obstore.exceptions.BaseError):
        return Indisponible(entetes={"Retry-After": "5"})
    return ErreurInterne()


def _services(scope: Scope) -> Services:
    return cast(Services, scope["app"].state.services)


def _ticket(scope: Scope) -> str | None:
    """For a request that came whole, where its route says so, or which was sent to none."""
    constat = arrivee_entiere(scope)
    route, renvoyee = scope.get("endpoint"), RENVOI in scope.get("extensions", ())
    vaut = declaration_de(route).ticket if route else renvoyee and scope["method"] == "POST"
    if constat is None or not vaut:
        return None
    services = _services(scope)
    if services.signataire.etranger:  # the others would not know our seal
        return None
    trousseau = services.trousseau
    montre = Headers(scope=scope).get(tickets.ENTETE)
    premier = tickets.lire(trousseau, scope, montre, constat.le) or constat
    return tickets.delivrer(trousseau, scope, premier.le)


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
            if self.statut in _SANS_PLACE and (ticket := _ticket(self._scope)):
                entetes.append((tickets.ENTETE.lower().encode(), ticket.encode()))
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
