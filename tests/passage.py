"""A passage to an HTTP service, which tells what went through, delays it, or swallows it."""

import asyncio
import re
from asyncio import StreamReader, StreamWriter
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from tests.relais import ecouter

_DEMANDE: Final = re.compile(rb"(GET|HEAD|PUT|POST|DELETE) (\S+) HTTP/1\.1\r\n")
_TETE: Final = 10_000  # bytes, more than those of a head


class Passage:
    """Listens on `port`, and passes on to another port of this machine.

    `demandes`: the requests, `METHOD path?query`; `connexions`: how many were opened. `delai`:
    seconds each way. `muet`: no answer passes any more, `sourd`: no request, and nobody is told.
    `altere`: a byte of the content that goes there is another.
    """

    def __init__(self, vers: int, delai: float = 0) -> None:
        self._vers = vers
        self.delai = delai
        self.demandes = list[str]()
        self.connexions = 0
        self.muet = self.sourd = False
        self.altere = False
        self.port = 0

    def oublier(self) -> None:
        """Count from here."""
        self.demandes.clear()
        self.connexions = 0

    async def accueillir(self, lecture: StreamReader, ecriture: StreamWriter) -> None:
        """Pass on one connection until both sides have ended it."""
        self.connexions += 1
        de_la, vers_la = await asyncio.open_connection("127.0.0.1", self._vers)
        try:
            await asyncio.gather(
                self._passer(lecture, vers_la, aller=True),
                self._passer(de_la, ecriture, aller=False),
            )
        except (ConnectionError, asyncio.CancelledError):
            return
        finally:
            ecriture.close()
            vers_la.close()

    async def _passer(self, de: StreamReader, vers: StreamWriter, *, aller: bool) -> None:
        """All that comes goes on at its own time: a delay, not a pace."""
        boucle, en_route = asyncio.get_running_loop(), asyncio.Queue[tuple[float, bytes]]()

        async def lire() -> None:
            morceau = b""
            try:
                while morceau := await de.read(1 << 20):
                    if aller:
                        morceau = self._regarder(morceau)
                    en_route.put_nowait((boucle.time() + self.delai, morceau))
            finally:
                en_route.put_nowait((boucle.time() + self.delai, b""))

        lecture = asyncio.create_task(lire())
        try:
            while True:
                quand, morceau = await en_route.get()
                await asyncio.sleep(quand - boucle.time())
                if not morceau:
                    return
                if not (self.sourd if aller else self.muet):
                    vers.write(morceau)
                    await vers.drain()
        finally:
            lecture.cancel()
            await asyncio.gather(lecture, return_exceptions=True)
            vers.close()

    def _regarder(self, morceau: bytes) -> bytes:
        trouvees = _DEMANDE.findall(morceau)
        self.demandes += [f"{methode.decode()} {ou.decode()}" for methode, ou in trouvees]
        if self.altere and len(morceau) > _TETE:
            return morceau[:-1] + bytes([morceau[-1] ^ 1])
        return morceau


@contextmanager
def passage(vers: int, delai: float = 0) -> Generator[Passage]:
    """One to a port of this machine, until the end of the block."""
    ouvert = Passage(vers, delai)
    with ecouter(ouvert.accueillir) as ouvert.port:
        yield ouvert
