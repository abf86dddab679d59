"""A connection whose client may send the next requests before the first is answered.

They are answered in turn (RFC 9112, 9.3.2). uvicorn reads on for each answer, whatever waits
already, tells the last one alone that its client has left, and has what cannot be read answered in
the place of another.
"""

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from typing import Final, cast

from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.kit.web.problems import Probleme
from app.kit.web.reception import ILLISIBLE

# Bytes that are parsed at once: as many requests as fit in may wait, which takes some 10 ms.
_PART: Final = 16 * 1024


class _Debit(FlowControl):
    """Reads no more while what has been read is `retenu`, whoever asks for it."""

    retenu = False

    def resume_reading(self) -> None:
        if not self.retenu:
            super().resume_reading()


class EnSerie(HttpToolsProtocol, ABC):
    """uvicorn's connection, with a bound on what waits, and a refusal that waits for its turn."""

    _debit: _Debit
    _reste: deque[bytes]
    _servie: RequestResponseCycle | None = None  # uvicorn's `cycle` is the last that came
    _refus: Probleme | None = None

    @abstractmethod
    def lire(self, octets: bytes) -> None:
        """Parse these, unless nothing more is read of this client."""

    @abstractmethod
    def refuser(self, probleme: Probleme) -> None:
        """Answer outside of any request, and end the connection."""

    @property
    def en_cours(self) -> RequestResponseCycle | None:
        """The request that is being served."""
        servie = self._servie
        return None if servie is None or servie.response_complete else servie

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] -- as uvicorn
        """Begin."""
        super().connection_made(transport)
        self.flow = self._debit = _Debit(transport)
        self._reste = deque()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell who works for this client that it has left."""
        super().connection_lost(exc)
        if self._servie:
            abandonner(self._servie)

    def data_received(self, data: bytes) -> None:
        """Read what has come, part by part."""
        if len(data) <= _PART and not self.pipeline:
            self.lire(data)
            return
        self._reste.extend(data[debut : debut + _PART] for debut in range(0, len(data), _PART))
        self._lire_la_suite()

    def on_headers_complete(self) -> None:
        """A head has come: its request begins, or waits."""
        HttpToolsProtocol.on_headers_complete(self)  # sooner found than by super()
        if not self.pipeline:
            self._servie = self.cycle

    def on_response_complete(self) -> None:
        """Its answer has gone out: the next request, and what came after it."""
        ouverte = not self.transport.is_closing()
        if self.pipeline and ouverte:
            self._servie = self.pipeline[-1][0]
        super().on_response_complete()
        if ouverte and self._refus and not self.en_cours:
            self.refuser(self._refus)
        elif ouverte and self._reste:
            self._lire_la_suite()

    def finir(self) -> None:
        """Serve no more than the request that is being served."""
        self.pipeline.clear()
        self._reste.clear()
        if self._servie:
            self._servie.keep_alive = False

    def refuser_ensuite(self, probleme: Probleme) -> None:
        """Refuse what cannot be read, once those who came before have their answers.

        Where it is the body of one that has begun, what reads that body is told: what does not
        may have done already what it was asked for.
        """
        self._refus = probleme
        derniere = cast(RequestResponseCycle | None, self.cycle)
        if derniere and derniere.more_body and not derniere.response_complete:
            derniere.keep_alive = derniere.more_body = False
            derniere.scope.setdefault("extensions", {})[ILLISIBLE] = {}
            derniere.message_event.set()
        elif not self.en_cours:
            self.refuser(probleme)

    def _lire_la_suite(self) -> None:
        """Of what has come, as much as does not make a second request wait."""
        while self._reste and not self.pipeline:
            self.lire(self._reste.popleft())
        if self._reste:
            self.flow.pause_reading()
            self._debit.retenu = True
        elif self._debit.retenu:
            self._debit.retenu = False
            self.flow.resume_reading()


def abandonner(cycle: RequestResponseCycle) -> None:
    """Have a request served as that of a client who has left: nobody waits for the rest."""
    cycle.disconnected = True
    cycle.message_event.set()
