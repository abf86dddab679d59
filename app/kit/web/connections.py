"""A connection of a client: uvicorn's, with the bounds that uvicorn leaves to a proxy.

What is refused here has not become a request: no room hears of it, nothing is counted of it.
"""

import asyncio
import re
from datetime import datetime
from typing import Any, Final, cast
from uuid import uuid4

import httptools
from fastapi import FastAPI
from pydantic_core import to_json
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.kit.services import Services
from app.kit.web.addresses import abonne
from app.kit.web.arrival import ARRIVEE, ENTIERE, RENVOI, observer_le_retard, recu_le
from app.kit.web.in_turn import EnSerie, abandonner
from app.kit.web.problems import (
    AdresseTropLongue,
    EntetesTropGrands,
    HttpIllisible,
    Indisponible,
    Probleme,
    RequeteTropLente,
)
from app.kit.web.reception import ATTENDUE

# Bytes of the request line and of the headers, and how many of these: what nginx accepts.
TETE_MAX: Final = 32 * 1024
ADRESSE_MAX: Final = 8 * 1024
ENTETES_MAX: Final = 100
# RFC 3986, 3.2.2 and 3.2.3: a name or an address, perhaps a port; none where there is no authority.
_HOTE: Final = re.compile(rb"(\[[0-9A-Za-z:.]+\]|[\w.~!$&'()*+,;=%-]*)(:\d*)?", re.ASCII)


class Connexion(EnSerie):
    """Cuts heads that are too large or too slow, answers that are not read, clients too many.

    It is an `Occupant` of the door, which shares the places among addresses.
    """

    _tete = True  # whether a head comes next, or has begun
    _recus = 0  # bytes of it, and of the beginning of a body
    _congediee = False
    _renvoyee = False
    _services: Services
    _dit: dict[str, datetime]
    _limite: asyncio.TimerHandle | None = None
    _lecture: asyncio.TimerHandle | None = None
    _lue_a: datetime | None = None  # when what is being read has come, once somebody asks

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Let a client in, at the door's terms."""
        super().connection_made(transport)
        self._services = cast(Services, cast(FastAPI, self.config.app).state.services)
        self._armer()
        self._services.porte.entrer(self, abonne(self.client[0] if self.client else None))

    @property
    def attend(self) -> bool:
        """Whether its client is who is waited for: a head, a body, an answer to be taken.

        Who has sent the next requests already never would be: they wait for those.
        """
        en_cours = self.en_cours
        if en_cours is None or self.flow.write_paused or self.pipeline:
            return True
        return en_cours.more_body and ATTENDUE in en_cours.scope.get("extensions", {})

    def congedier(self) -> None:
        """Make room; who has asked for something, or is about to, is told to come back."""
        en_cours = self.en_cours
        if self.pipeline and not self.flow.write_paused:
            self._eloigner()
            self.finir()
            return
        if en_cours:
            abandonner(en_cours)
        commencee = self.pipeline or (en_cours and en_cours.response_started)
        if commencee or self.transport.is_closing():
            self._eloigner()
            self.couper()
        elif en_cours:
            self.refuser(Indisponible(entetes={"Retry-After": "5"}))
        elif self._recus or self._servie is None:
            self._renvoyee = True  # what it asks is read first, and when it came is told
            self._services.porte.eloigner(self)
        else:
            self._eloigner()
            self.transport.close()

    def couper(self) -> None:
        """End it at once."""
        self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        super().connection_lost(exc)
        self._services.porte.sortir(self)
        for minuterie in (self._limite, self._lecture):
            if minuterie:
                minuterie.cancel()

    def lire(self, octets: bytes) -> None:
        """Parse what has come, as long as it may still become a request."""
        if self._congediee or self._refus:
            return
        self._lue_a = None
        if self._tete:
            self._recus += len(octets)
        HttpToolsProtocol.data_received(self, octets)  # sooner found than by super(), as below
        if self._tete and self._recus and not self.pipeline:
            self._armer()
            if self._recus > TETE_MAX:
                self.refuser_ensuite(EntetesTropGrands())
        elif self.cycle and self.cycle.response_complete and self.cycle.more_body:
            self._armer()

    def on_headers_complete(self) -> None:
        """A head has come: its request begins, unless it is too large, or one of no HTTP/1."""
        trop_grands = self._recus > TETE_MAX and self._taille() > TETE_MAX
        if trop_grands or len(self.headers) > ENTETES_MAX:
            self._refus = EntetesTropGrands()
        elif len(self.url) > ADRESSE_MAX:
            self._refus = AdresseTropLongue()
        elif not self._est_de_http_1():
            self._refus = HttpIllisible()
        elif self._services.settings.proxys:
            adresse = self._services.adresses.de(self.scope).adresse
            self._services.porte.rattacher(self, abonne(adresse))
        if self._refus is not None or self._congediee:
            raise httptools.HttpParserError  # which has `send_400_response` called
        self._tete, self._recus = False, 0
        if self._limite is not None:
            self._limite.cancel()
            self._limite = None
        self._dit = {ARRIVEE: self._arrivee()}
        if self._renvoyee:
            self._dit[RENVOI] = self._arrivee()
        self.scope["extensions"] = cast(Any, self._dit)
        EnSerie.on_headers_complete(self)

    def on_message_complete(self) -> None:
        """The whole request has come: `recevoir` needs to know."""
        self._tete = True
        self._dit[ENTIERE] = self._arrivee()
        HttpToolsProtocol.on_message_complete(self)

    def send_400_response(self, msg: str) -> None:
        """What uvicorn calls for what is not HTTP; it would say so in plain text."""
        self.refuser_ensuite(self._refus or HttpIllisible())

    def pause_writing(self) -> None:
        """The client takes the answer more slowly than it is made."""
        super().pause_writing()
        self._lecture = self.loop.call_later(self._services.patience.lecture, self.transport.abort)

    def resume_writing(self) -> None:
        """It has taken some."""
        super().resume_writing()
        if self._lecture:
            self._lecture.cancel()

    def _arrivee(self) -> datetime:
        """When the bytes that are being read reached this machine."""
        if self._lue_a is None:
            horloge = self._services.horloge
            self._lue_a = recu_le(self.transport.get_extra_info("socket"), horloge)
            observer_le_retard((horloge.maintenant() - self._lue_a).total_seconds())
        return self._lue_a

    def _taille(self) -> int:
        """Bytes of the head, but for spaces and line ends."""
        return len(self.url) + sum(len(nom) + len(valeur) for nom, valeur in self.headers)

    def _est_de_http_1(self) -> bool:
        """Of a version that is spoken here, for one host (RFC 9112, 2.3 and 3.2)."""
        version = cast(httptools.HttpRequestParser, self.parser).get_http_version()
        hotes = [valeur for nom, valeur in self.headers if nom == b"host"]
        if len(hotes) != 1:
            return version == "1.0" and not hotes
        return version in ("1.1", "1.0") and _HOTE.fullmatch(hotes[0]) is not None

    def _armer(self) -> None:
        self._limite = self._limite or self.loop.call_later(
            self._services.patience.tete, self._echoir
        )

    def _echoir(self) -> None:
        if self._recus and not self._congediee:
            self.refuser_ensuite(RequeteTropLente())
        else:
            self.transport.close()

    def refuser(self, probleme: Probleme) -> None:
        """Answer outside of any request, then read on for a while and forget what comes.

        To close at once could reset the connection before the client has read the answer (RFC
        9112, 9.6).
        """
        if self._congediee:
            return
        self._eloigner()
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
        self._limite = self.loop.call_later(self._services.patience.tete, self.transport.close)

    def _eloigner(self) -> None:
        self._congediee = True
        self._services.porte.eloigner(self)
