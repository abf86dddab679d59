"""A relay to PostgreSQL that cuts a connection at its next commit, before or after it is done."""

import asyncio
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Generator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import make_url


class Coupure(Enum):
    """What is lost of the next commit."""

    RIEN = auto()
    DEMANDE = auto()
    REPONSE = auto()


class Relais:
    """Listens on a port, and passes on to the socket of a PostgreSQL."""

    def __init__(self, url: str) -> None:
        lue = make_url(url)
        self._socket = Path(str(lue.query["host"])) / f".s.PGSQL.{lue.query['port']}"
        self._base = lue.database
        self.coupure = Coupure.RIEN
        self.port = 0

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/{self._base}"

    async def accueillir(self, lecture: StreamReader, ecriture: StreamWriter) -> None:
        """Relay one connection until either side ends it."""
        de_la, vers_la = await asyncio.open_unix_connection(self._socket)
        muet = asyncio.Event()
        sens = {
            asyncio.create_task(self._aller(lecture, vers_la, muet)),
            asyncio.create_task(self._revenir(de_la, ecriture, muet)),
        }
        _, reste = await asyncio.wait(sens, return_when=asyncio.FIRST_COMPLETED)
        for tache in reste:
            tache.cancel()
        await asyncio.wait(sens)
        for fin in (ecriture, vers_la):
            fin.close()

    async def _aller(self, de: StreamReader, vers: StreamWriter, muet: asyncio.Event) -> None:
        while morceau := await de.read(65536):
            if b"COMMIT;" in morceau and self.coupure is not Coupure.RIEN:
                coupure, self.coupure = self.coupure, Coupure.RIEN
                if coupure is Coupure.DEMANDE:
                    return
                muet.set()
            vers.write(morceau)
            await vers.drain()

    async def _revenir(self, de: StreamReader, vers: StreamWriter, muet: asyncio.Event) -> None:
        """Pass answers on; that of the commit that is cut ends here, once it is done."""
        while (morceau := await de.read(65536)) and not muet.is_set():
            vers.write(morceau)
            await vers.drain()


@contextmanager
def relais(url: str) -> Generator[Relais]:
    """One before the PostgreSQL of `url`, until the end of the block."""
    ouvert, pret, boucle = Relais(url), threading.Event(), asyncio.new_event_loop()
    fin = asyncio.Event()

    async def servir() -> None:
        serveur = await asyncio.start_server(ouvert.accueillir, "127.0.0.1", 0)
        ouvert.port = serveur.sockets[0].getsockname()[1]
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
        yield ouvert
    finally:
        boucle.call_soon_threadsafe(fin.set)
        fil.join()
        boucle.close()
