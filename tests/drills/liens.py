"""Links of TCP that hold back what passes, and nobody is told: a network that is broken."""

import asyncio
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Final

_MORCEAU: Final = 65536
# How a connection of one PostgreSQL to another begins, among all that lead to it.
_REPLICATION: Final = b"replication\0"


class Lien:
    """Listens on `port`, and passes on to `vers`, a port of this machine as well.

    What is held back is sent once it passes again, late, as TCP would: what an old primary
    receives then must do no harm.
    """

    def __init__(self, vers: int, boucle: asyncio.AbstractEventLoop) -> None:
        self.vers = vers
        self.port = 0
        self._boucle = boucle
        self._serveur: asyncio.Server | None = None
        self._clients, self._pairs = asyncio.Event(), asyncio.Event()
        self._clients.set()
        self._pairs.set()

    def retenir(self, *, clients: bool, pairs: bool) -> None:
        """Hold back what passes: that of clients, that of another PostgreSQL which replicates."""
        for passe, retenu in ((self._clients, clients), (self._pairs, pairs)):
            self._boucle.call_soon_threadsafe(passe.clear if retenu else passe.set)

    async def ouvrir(self) -> None:
        """Begin to listen."""
        self._serveur = await asyncio.start_server(self._accueillir, "127.0.0.1", 0)
        self.port = self._serveur.sockets[0].getsockname()[1]

    def fermer(self) -> None:
        """Listen no more."""
        if self._serveur:
            self._serveur.close()

    async def _accueillir(self, lecture: StreamReader, ecriture: StreamWriter) -> None:
        try:
            await self._relayer(lecture, ecriture)
        finally:
            ecriture.transport.abort()

    async def _relayer(self, lecture: StreamReader, ecriture: StreamWriter) -> None:
        debut = await lecture.read(_MORCEAU)
        passe = self._pairs if _REPLICATION in debut else self._clients
        await passe.wait()
        try:
            de_la, vers_la = await asyncio.open_connection("127.0.0.1", self.vers)
        except OSError:
            return
        try:
            vers_la.write(debut)
            async with asyncio.TaskGroup() as sens:
                sens.create_task(_passer(lecture, vers_la, passe))
                sens.create_task(_passer(de_la, ecriture, passe))
        finally:
            vers_la.transport.abort()


async def _passer(de: StreamReader, vers: StreamWriter, passe: asyncio.Event) -> None:
    """One way, until its end; that of a link which holds back is told once it passes again."""
    with suppress(OSError):
        while morceau := await de.read(_MORCEAU):
            await passe.wait()
            vers.write(morceau)
            await vers.drain()
    await passe.wait()
    vers.close()


class Reseau:
    """Makes links, which all live in one thread."""

    def __init__(self, boucle: asyncio.AbstractEventLoop) -> None:
        self._boucle = boucle
        self._liens = list[Lien]()

    def lien(self, vers: int) -> Lien:
        """A link to this port, where nobody needs to listen yet."""
        lien = Lien(vers, self._boucle)
        asyncio.run_coroutine_threadsafe(lien.ouvrir(), self._boucle).result()
        self._liens.append(lien)
        return lien

    async def finir(self) -> None:
        """End all of them, and what passes there."""
        for lien in self._liens:
            lien.fermer()
        autres = asyncio.all_tasks() - {asyncio.current_task()}
        for tache in autres:
            tache.cancel()
        await asyncio.gather(*autres, return_exceptions=True)
        await asyncio.sleep(0)  # what they abort is closed at the next turn


@contextmanager
def reseau() -> Generator[Reseau]:
    """One whose links end with the block."""
    boucle = asyncio.new_event_loop()
    ouvert = Reseau(boucle)
    fil = threading.Thread(target=boucle.run_forever)
    fil.start()
    try:
        yield ouvert
    finally:
        asyncio.run_coroutine_threadsafe(ouvert.finir(), boucle).result()
        boucle.call_soon_threadsafe(boucle.stop)
        fil.join()
        boucle.close()
