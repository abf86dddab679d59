"""Processes of their own for what strangers sent, which may die of it."""

import asyncio
import socket
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import IO, Final

from app.kit.nursery import STATUT

_POUPONNIERE: Final = "app.kit.nursery"
_LU: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Issue:
    """How a work ended: the status of its process, negative after a signal, and what it wrote.

    `statut` is None when its time was up, or when it wrote more than it may.
    """

    statut: int | None
    sortie: bytes


@dataclass(frozen=True, slots=True)
class Ouvrage:
    """A work under way: its input, its output, and what will be its status."""

    lecteur: StreamReader
    fin: StreamReader
    ecrivain: StreamWriter

    async def donner(self, octets: bytes) -> None:
        """Give it these bytes once it has taken those before; raises `ConnectionError`."""
        self.ecrivain.write(octets)
        await self.ecrivain.drain()

    def couper(self) -> None:
        """Neither give nor take any more: it is killed."""
        self.ecrivain.transport.abort()

    async def prendre(self) -> AsyncIterator[bytes]:
        """What it writes, until it ends, however it does."""
        try:
            while octets := await self.lecteur.read(_LU):
                yield octets
        except ConnectionError:
            return

    async def statut(self) -> int:
        """That of its process, once it has ended; raises `ConnectionError`."""
        try:
            (statut,) = STATUT.unpack(await self.fin.readexactly(STATUT.size))
        except asyncio.IncompleteReadError:
            raise ConnectionResetError("the nursery died") from None
        return statut


class Pouponniere:
    """Has works done, each by a process forked from one that has loaded their modules.

    That one starts with the first work, and again should it die (`app/kit/nursery.py`). It inherits
    no variable and no open file: a hostile document must find no secret in its process.
    """

    def __init__(self, *modules: str) -> None:
        self._modules = modules
        self._mere: tuple[Process, socket.socket] | None = None
        self._naissance = asyncio.Lock()

    async def faire(
        self,
        module: str,
        entree: IO[bytes] | bytes,
        *,
        secondes: float,
        sortie_max: int,
    ) -> Issue:
        """Run `principal` of this module on an open file, from where it is read to its end, or on
        these bytes, which no disk sees.

        It is killed after `secondes` by the clock, and when the caller gives up. Raises
        `ConnectionError` when nobody can tell how the work ended.
        """
        try:
            async with asyncio.timeout(secondes), self.ouvrage(module, entree) as ouvrage:
                return await _issue(ouvrage, sortie_max)
        except TimeoutError:
            return Issue(None, b"")

    async def fermer(self) -> None:
        """Kill what is at work, and leave no process behind."""
        if self._mere:
            mere, prise = self._mere
            prise.close()
            await mere.wait()

    @asynccontextmanager
    async def ouvrage(
        self, module: str, entree: IO[bytes] | bytes | None = None
    ) -> AsyncGenerator[Ouvrage]:
        """`principal` of this module under way; without `entree`, on what it will be given.

        Hanging up, at the end of the block, kills the process where it still runs. By sockets
        alone: of a pipe, uvloop closes the descriptor twice, by then somebody else's.
        """
        with ExitStack() as ouverts:
            ici, la = map(ouverts.enter_context, socket.socketpair())
            fin, dite = map(ouverts.enter_context, socket.socketpair())
            rang = self._modules.index(module)
            lue = la if entree is None or isinstance(entree, bytes) else entree
            await self._demander(bytes([rang]), [lue.fileno(), la.fileno(), dite.fileno()])
            la.close()
            dite.close()
            lecteur, ecrivain = await asyncio.open_connection(sock=ici)
            ouverts.callback(ecrivain.transport.abort)
            if isinstance(entree, bytes):  # read as it comes, and to the end before it is answered
                ecrivain.write(entree)
                ecrivain.write_eof()
            statut, bout = await asyncio.open_connection(sock=fin)
            ouverts.callback(bout.transport.abort)
            yield Ouvrage(lecteur, statut, ecrivain)

    async def _demander(self, demande: bytes, descripteurs: list[int]) -> None:
        prise = await self._prise()
        try:
            socket.send_fds(prise, [demande], descripteurs)
        except BrokenPipeError:  # it died since
            if self._mere and self._mere[1] is prise:
                self._mere = None
                prise.close()
            socket.send_fds(await self._prise(), [demande], descripteurs)

    async def _prise(self) -> socket.socket:
        async with self._naissance:
            if not self._mere:
                ici, la = socket.socketpair()
                with la:
                    mere = await asyncio.create_subprocess_exec(
                        *(sys.executable, "-I", "-m", _POUPONNIERE, *self._modules),
                        stdin=la.fileno(),
                        stdout=DEVNULL,
                        stderr=DEVNULL,
                        env={},
                    )
                self._mere = mere, ici
            return self._mere[1]


async def _issue(ouvrage: Ouvrage, maximum: int) -> Issue:
    try:
        await ouvrage.lecteur.readexactly(maximum)
    except asyncio.IncompleteReadError as fin:
        sortie = fin.partial
    except ConnectionError:
        sortie = b""
    else:
        return Issue(None, b"")
    return Issue(await ouvrage.statut(), sortie)
