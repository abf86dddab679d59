"""Connections to the very addresses that were judged, whatever the name leads to a moment later."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Final, cast

import httpcore2

from app.kit.egress.allowed import Adresse, est_admise

# The addresses of a name, as often as it is asked: raises `OSError` for one that has none.
Resolution = Callable[[str, int], Awaitable[Sequence[Adresse]]]
Options = Iterable[httpcore2.SOCKET_OPTION]
_FILS: Final = 32
_ADRESSES_MAX: Final = 4


class CibleRefusee(Exception):
    """Nobody has that name, or nobody who may be reached: who asks is not told which."""


class Annuaire:
    """Asks the system for addresses, in threads of its own.

    A name takes one of them at most, however long its servers take: the others go on.
    """

    def __init__(self) -> None:
        self._fils = ThreadPoolExecutor(_FILS, "annuaire")
        self._en_cours: dict[tuple[str, int], asyncio.Future[list[Adresse]]] = {}

    async def __call__(self, hote: str, port: int) -> Sequence[Adresse]:
        """The addresses of a host, which may be one; raises `OSError`, `ValueError`."""
        cle = (hote, port)
        cherche = self._en_cours.get(cle)
        if cherche is None:
            boucle = asyncio.get_running_loop()
            cherche = boucle.run_in_executor(self._fils, _chercher, hote, port)
            self._en_cours[cle] = cherche
            cherche.add_done_callback(lambda fini: self._finir(cle, fini))
        return await asyncio.shield(cherche)

    def _finir(self, cle: tuple[str, int], fini: asyncio.Future[list[Adresse]]) -> None:
        del self._en_cours[cle]
        if not fini.cancelled():
            fini.exception()  # has been seen, though nobody may wait any more

    def fermer(self) -> None:
        """Look no more up."""
        self._fils.shutdown(wait=False, cancel_futures=True)


def _chercher(hote: str, port: int) -> list[Adresse]:
    trouvees = socket.getaddrinfo(hote, port, type=socket.SOCK_STREAM)
    return [ip_address(prise[0]) for *_, prise in trouvees]


class Epinglage(httpcore2.AsyncNetworkBackend):
    """Opens connections to hosts all of whose addresses may be reached; TLS checks their name.

    `ici`: this machine may be reached as well.
    """

    def __init__(self, resoudre: Resolution, *, ici: bool) -> None:
        self._resoudre = resoudre
        self._ici = ici
        self._systeme = cast(httpcore2.AsyncNetworkBackend, httpcore2.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 -- httpcore2's
        local_address: str | None = None,
        socket_options: Options | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection, by the first address that answers; `timeout` (s) is for all of it.

        Raises `CibleRefusee`, and what httpcore2 raises.
        """
        boucle = asyncio.get_running_loop()
        fin = None if timeout is None else boucle.time() + timeout
        adresses = await self._admises(host, port, fin)
        for rang, adresse in enumerate(adresses):
            reste = None if fin is None else (fin - boucle.time()) / (len(adresses) - rang)
            try:
                return await self._systeme.connect_tcp(
                    str(adresse), port, reste, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if rang + 1 == len(adresses):
                    raise
        raise CibleRefusee

    async def _admises(self, hote: str, port: int, fin: float | None) -> Sequence[Adresse]:
        """One that may not be reached is enough to reach none."""
        try:
            async with asyncio.timeout_at(fin):
                adresses = await self._resoudre(hote, port)
        except (OSError, ValueError):  # `TimeoutError` is of the first kind
            raise CibleRefusee from None
        if not all(est_admise(adresse, ici=self._ici) for adresse in adresses):
            raise CibleRefusee
        return adresses[:_ADRESSES_MAX]
