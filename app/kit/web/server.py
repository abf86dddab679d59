"""uvicorn's server, as one of the workers that share a socket, and that lose nothing when it stops.

The order of a stop: `/sante/pret` says so and each answer closes its connection, for a while; then
nobody else is taken in; then what was asked ends.
"""

import asyncio
import gc
import signal
from collections.abc import Callable
from contextlib import suppress
from socket import socket
from types import FrameType
from typing import Final, cast

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.kit.services import Services

KEEP_ALIVE: Final = 75
"""Seconds without a request after which a connection is closed: the proxy's come to an end first
(60 s of nginx), or it would send one on a connection that is being closed here."""
# What a stopping service leaves to the requests under way, in seconds.
DELAI_D_ARRET: Final = 20
# uvloop lets in one connection by listening socket at each turn of its loop: as many by this.
_ACCUEILS: Final = 32
# Requests leave few cycles behind: look for them less often than by default. Each look holds the
# loop for as long as there is to look at: 40 ms for 50,000 objects, that somebody waits for.
_COLLECTIONS: Final = (5_000, 200, 100)
_PAS: Final = 0.1  # seconds: uvicorn's own
# Looks at who came in last, while the service stops: a request follows at once, or none does.
_REGARDS: Final = 10


class Serveur(uvicorn.Server):
    """Calls `servir` once it listens, on sockets that do not block.

    `annonce`: seconds between saying that it stops and it. Ctrl-C leaves out the
    announcement: who types it sends it to all processes, and waits.
    """

    def __init__(
        self, config: uvicorn.Config, annonce: float, servir: Callable[[], object]
    ) -> None:
        super().__init__(config)
        self._annonce = annonce
        self._servir = servir

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start, and leave out of collections what was loaded until then."""
        await super().startup([ecoute.dup() for ecoute in sockets or () for _ in range(_ACCUEILS)])
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_COLLECTIONS)
        if self.started:
            self._servir()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Be told to stop."""
        if sig == signal.SIGINT:
            self._annonce = 0.0
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop in order."""
        services = cast(Services, cast(FastAPI, self.config.app).state.services)
        services.porte.fermer()
        for reveil in (services.publie.sonner, services.guet.reveiller):
            reveil()  # who waits for what comes next comes back, to another
        # In place: the requests under way will send these as well.
        self.server_state.default_headers.append((b"connection", b"close"))
        await asyncio.sleep(self._annonce)
        await self._prendre_qui_attend(sockets or [])
        await super().shutdown(sockets)

    async def _prendre_qui_attend(self, sockets: list[socket]) -> None:
        """Listen no more, then take in whoever the kernel has let in: it would cut them off.

        They have a moment to ask for something.
        """
        for serveur in self.servers:
            serveur.close()
        await asyncio.sleep(0)
        venues = list[socket]()
        for ecoute in sockets:
            # At a stretch: whoever knocks without end would keep the door open.
            with ecoute, suppress(BlockingIOError):
                for _ in range(self.config.backlog):
                    venues.append(ecoute.accept()[0])
        for venue in venues:
            await self._prendre(venue)
        connexions = cast(set[HttpToolsProtocol], self.server_state.connections)
        for _ in range(_REGARDS):
            if all(connexion.cycle for connexion in connexions):
                break
            await asyncio.sleep(_PAS)

    async def _prendre(self, prise: socket) -> None:
        prise.setblocking(False)
        await asyncio.get_running_loop().connect_accepted_socket(self._connexion, prise)

    def _connexion(self) -> asyncio.Protocol:
        """As uvicorn makes one for each client."""
        protocole = cast(type[HttpToolsProtocol], self.config.http_protocol_class)
        return protocole(self.config, self.server_state, self.lifespan.state)
