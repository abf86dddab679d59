"""HTTP as no library would write it, and all that comes back."""

import http.client
import socket
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from io import BytesIO
from typing import Final

from tests.client import Client

_DELAI: Final = 30  # seconds after which a wait is a failure


@dataclass(frozen=True)
class Reponse:
    """One answer."""

    statut: int
    entetes: Message
    corps: bytes

    @property
    def type(self) -> str:
        return self.entetes.get_content_type()


def echanger(client: Client, octets: bytes) -> list[Reponse]:
    """Send these bytes, the last of which ask for the connection to end; the answers, in order."""
    with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as prise:
        prise.settimeout(_DELAI)
        recu = b""
        with suppress(ConnectionError):
            prise.sendall(octets)
            while morceau := prise.recv(65536):
                recu += morceau
    return _lire(BytesIO(recu))


def _lire(flux: BytesIO) -> list[Reponse]:
    lues = list[Reponse]()
    while ligne := flux.readline():
        entetes = http.client.parse_headers(flux)
        corps = flux.read(int(entetes.get("Content-Length", "0")))
        lues.append(Reponse(int(ligne.split()[1]), entetes, corps))
    return lues


def demander(client: Client, cible: str, jeton: str = "", *lignes: str) -> Reponse:
    """GET this target, written as it is, with these lines of headers."""
    tete = [f"GET {cible} HTTP/1.1", "Host: x", "Connection: close", *lignes]
    if jeton:
        tete.append(f"Authorization: Bearer {jeton}")
    (lue,) = echanger(client, "\r\n".join([*tete, "", ""]).encode("latin-1"))
    return lue
