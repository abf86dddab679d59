"""A connection of a client: uvicorn's, with the bounds that uvicorn leaves to a proxy.

What is refused here has not become a request: no room hears of it, nothing is counted of it.
"""

import asyncio
from typing import Final, cast
from uuid import uuid4

import httptools
from fastapi import FastAPI
from pydantic_core import to_json
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from app.kit.services import Services
from app.kit.web.patience import Patience
from app.kit.web.problems import (
    AdresseTropLongue,
    EntetesTropGrands,
    HttpIllisible,
    Indisponible,
    Probleme,
    RequeteTropLente,
)
from app.kit.web.reception import ENTIERE

# Bytes of the request line and of the headers, and how many of these: what nginx accepts.
TETE_MAX: Final = 32 * 1024
ADRESSE_MAX: Final = 8 * 1024
ENTETES_MAX: Final = 100


class Connexion(HttpToolsProtocol):
    """Cuts heads that are too large or too slow, answers that are not read, clients too many."""

    _tete = True  # whether a head comes next, or has begun
    _recus = 0  # bytes of it, and of the beginning of a body
    _congediee = False
    _patience: Patience
    _dit: dict[str, dict[object, object]]
    _limite: asyncio.TimerHandle | None = None
    _lecture: asyncio.TimerHandle | None = None
    _refus: Probleme | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] -- as uvicorn
        """Let a client in; one who does nothing makes room, else the newcomer is sent away."""
        super().connection_made(transport)
        services = cast(Services, cast(FastAPI, self.config.app).state.services)
        self._patience = services.patience
        self._armer()
        if len(self.connections) <= services.settings.clients_max:
            return
        toutes = cast(set[object], self.connections)
        autres = (c for c in toutes if isinstance(c, Connexion) and c is not self)
        if oisive := next((autre for autre in autres if autre.oisive), None):
            oisive.transport.close()
        else:
            self._refuser(Indisponible(entetes={"Retry-After": "5"}))

    @property
    def oisive(self) -> bool:
        """Whether it is open, and no request is being answered."""
        cycle = cast(RequestResponseCycle | None, self.cycle)
        libre = cycle is None or cycle.response_complete
        return libre and not self.transport.is_closing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        super().connection_lost(exc)
        for minuterie in (self._limite, self._lecture):
            if minuterie:
                minuterie.cancel()

    def data_received(self, data: bytes) -> None:
        """Read what has come, as long as it may still become a request."""
        if self._congediee:
            return
        if self._tete:
            self._recus += len(data)
        HttpToolsProtocol.data_received(self, data)  # sooner found than by super(), as below
        if self._tete and self._recus:
            self._armer()
            if self._recus > TETE_MAX:
                self._refuser(EntetesTropGrands())
        elif self.cycle and self.cycle.response_complete and self.cycle.more_body:
            self._armer()

    def on_headers_complete(self) -> None:
        """A head has come: its request begins, unless it is too large."""
        trop_grands = self._recus > TETE_MAX and self._taille() > TETE_MAX
        if trop_grands or len(self.headers) > ENTETES_MAX:
            self._refus = EntetesTropGrands()
        elif len(self.url) > ADRESSE_MAX:
            self._refus = AdresseTropLongue()
        if self._refus is not None:
            raise httptools.HttpParserError  # which has `send_400_response` called
        self._tete, self._recus = False, 0
        if self._limite is not None:
            self._limite.cancel()
            self._limite = None
        self._dit = self.scope["extensions"] = {}
        HttpToolsProtocol.on_headers_complete(self)

    def on_message_complete(self) -> None:
        """The whole request has come: `recevoir` needs to know."""
        self._tete = True
        self._dit[ENTIERE] = {}
        HttpToolsProtocol.on_message_complete(self)

    def send_400_response(self, msg: str) -> None:
        """What uvicorn calls for what is not HTTP; it would say so in plain text."""
        self._refuser(self._refus or HttpIllisible())

    def pause_writing(self) -> None:
        """The client takes the answer more slowly than it is made."""
        super().pause_writing()
        self._lecture = self.loop.call_later(self._patience.lecture, self.transport.abort)

    def resume_writing(self) -> None:
        """It has taken some."""
        super().resume_writing()
        if self._lecture:
            self._lecture.cancel()

    def _taille(self) -> int:
        """Bytes of the head, but for spaces and line ends."""
        return len(self.url) + sum(len(nom) + len(valeur) for nom, valeur in self.headers)

    def _armer(self) -> None:
        self._limite = self._limite or self.loop.call_later(self._patience.tete, self._echoir)

    def _echoir(self) -> None:
        if self._recus and not self._congediee:
            self._refuser(RequeteTropLente())
        else:
            self.transport.close()

    def _refuser(self, probleme: Probleme) -> None:
        """Answer outside of any request, then read on for a while and forget what comes.

        To close at once could reset the connection before the client has read the answer (RFC
        9112, 9.6).
        """
        if self._congediee:
            return
        self._congediee = True
        requete = uuid4().hex
        corps = to_json(probleme.document(requete))
        entetes = {
            "content-type": "application/problem+json",
            "content-length": str(len(corps)),
            "x-request-id": requete,
            "x-content-type-options": "nosniff",
            "connection": "close",
            **probleme.entetes,
        }
        lignes = "".join(f"{nom}: {valeur}\r\n" for nom, valeur in entetes.items())
        self.transport.write(STATUS_LINE[probleme.statut] + lignes.encode() + b"\r\n" + corps)
        self.transport.write_eof()
        if self._limite:
            self._limite.cancel()
        self._limite = self.loop.call_later(self._patience.tete, self.transport.close)
