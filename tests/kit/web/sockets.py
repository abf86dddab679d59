"""HTTP written byte by byte on a socket of one's own."""

import http.client
import json
import select
import socket
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from tests.client import Client

DELAI = 30  # seconds after which a wait is a failure
_FOIS = 2_000_000  # likewise, for what is sent again and again


class Prise:
    """A connection to the service of `client`."""

    def __init__(
        self, client: Client, octets: bytes = b"", tampon: int | None = None, depuis: str = ""
    ) -> None:
        """`octets` are sent first; `tampon`: bytes received that nobody has read yet, at most.

        `depuis`: the address of the loopback that it comes from.
        """
        self.socket = socket.socket()
        self.socket.settimeout(DELAI)
        self.socket.bind((depuis, 0))
        if tampon:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, tampon)
        self.socket.connect((client.base_url.host, client.base_url.port or 80))
        self._lecture = self.socket.makefile("rb")
        self.envoyer(octets)

    def envoyer(self, octets: bytes) -> None:
        self.socket.sendall(octets)

    def insister(self, octets: bytes) -> None:
        """Send this again and again until something comes back, or the other end is closed."""
        with suppress(ConnectionError):
            for _ in range(_FOIS):
                if not self.muette():
                    return
                self.envoyer(octets)
            raise AssertionError("le service prend tout ce qui vient")

    def accepte(self) -> bool:
        """Whether the service asks for the body (RFC 9110, 10.1.1)."""
        ligne = self._lecture.readline()
        return ligne == b"HTTP/1.1 100 Continue\r\n" and self._lecture.readline() == b"\r\n"

    def reponse(self, *, corps: bool = True) -> tuple[int, Any]:
        """The status and the JSON of the answer; None without a body, as HEAD is answered."""
        statut = int(self._lecture.readline().split()[1])
        self.entetes = http.client.parse_headers(self._lecture)
        lu = self._lecture.read(int(self.entetes.get("Content-Length", "0")) if corps else 0)
        return statut, json.loads(lu) if lu else None

    def muette(self) -> bool:
        """Whether the service has said nothing yet."""
        return not select.select([self.socket], [], [], 0)[0]

    def fermee(self) -> bool:
        """Whether the service closes the connection, without another word."""
        try:
            return self._lecture.read(1) == b""
        except ConnectionResetError:
            return True

    def tout(self) -> bytes:
        """What comes until the connection ends."""
        lus = bytearray()
        with suppress(ConnectionResetError):
            while morceau := self._lecture.read1():
                lus += morceau
        return bytes(lus)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lecture.close()
        self.socket.close()
