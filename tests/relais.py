"""A relay to PostgreSQL that cuts a connection at a commit, or swallows all that passes."""

import asyncio
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import make_url


class Coupure(Enum):
    """What is lost of what is cut."""

    RIEN = auto()
    DEMANDE = auto()
    REPONSE = auto()


class Relais:
    """Listens on a port, and passes on to the socket of a PostgreSQL.

    `coupure`: what is lost of the next message that holds `marque`; its connection ends then.
    `muet`: nothing passes any more, either way, and nobody is told. `accueillis`: the connections
    that came.
    """

    def __init__(self, url: str) -> None:
        lue = make_url(url)
        self._socket = Path(str(lue.query["host"])) / f".s.PGSQL.{lue.query['port']}"
        self._base = lue.database
        self.coupure = Coupure.RIEN
        self.marque = b"COMMIT;"
        self.muet = False
        self.accueillis = 0
        self.port = 0

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/{self._base}"

    async def accueillir(self, lecture: StreamReader, ecriture: StreamWriter) -> None:
        """Relay one connection until either side ends it."""
        self.accueillis += 1
        de_la, vers_la = await asyncio.open_unix_connection(self._socket)
        fini = asyncio.Event()
        sens = {
            asyncio.create_task(self._aller(lecture, vers_la, fini)),
            asyncio.create_task(self._revenir(de_la, ecriture, fini)),
        }
        try:
            await asyncio.wait(sens, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for tache in sens:
                tache.cancel()
            for fin in (ecriture, vers_la):
                fin.close()
        await asyncio.wait(sens)

    async def _aller(self, de: StreamReader, vers: StreamWriter, fini: asyncio.Event) -> None:
        while morceau := await de.read(65536):
            if self.muet:
                continue
            if self.marque in morceau and self.coupure is not Coupure.RIEN:
                coupure, self.coupure = self.coupure, Coupure.RIEN
                if coupure is Coupure.DEMANDE:
                    return
                fini.set()
            vers.write(morceau)
            await vers.drain()

    async def _revenir(self, de: StreamReader, vers: StreamWriter, fini: asyncio.Event) -> None:
        """Pass answers on; that of what is cut ends here, once it is done."""
        while (morceau := await de.read(65536)) and not fini.is_set():
            if not self.muet:
                vers.write(morceau)
                await vers.drain()


@contextmanager
def relais(url: str) -> Generator[Relais]:
    """One before the PostgreSQL of `url`, until the end of the block."""
    ouvert = Relais(url)
    with ecouter(ouvert.accueillir) as ouvert.port:
        yield ouvert


@contextmanager
def ecouter(
    accueillir: Callable[[StreamReader, StreamWriter], Awaitable[None]],
) -> Generator[int]:
    """A port on which a thread of its own receives connections, until the end of the block."""
    ports, pret, boucle = list[int](), threading.Event(), asyncio.new_event_loop()
    fin = asyncio.Event()

    async def servir() -> None:
        serveur = await asyncio.start_server(accueillir, "127.0.0.1", 0)
        ports.append(serveur.sockets[0].getsockname()[1])
        pret.set()
        await fin.wait()
        serveur.close()
        autres = asyncio.all_tasks() - {asyncio.current_task()}
        for tache in autres:
            tache.cancel()
        await asyncio.gather(*autres, return_exceptions=True)

    fil = threading.Thread(target=boucle.run_until_complete, args=(servir(),))
    fil.start()
    pret.wait()
    try:
        yield ports[0]
    finally:
        boucle.call_soon_threadsafe(fin.set)
        fil.join()
        boucle.close()
