"""A connection as an application of the test's own sees it, on a clock that the test sets."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from app.config import Settings
from app.kit.clock import Horloge
from app.kit.web.connections import Connexion
from app.kit.web.door import Porte
from app.kit.web.patience import Patience
from app.kit.web.reception import ENTIERE

_TETE: Final = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n"
_GROSSE: Final = 20_000_000
Lien = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class _Boucle(asyncio.SelectorEventLoop):
    """An event loop whose time can be put forward."""

    avance = 0.0

    def time(self) -> float:
        return super().time() + self.avance


class _Essai:
    """An application that answers `taille` bytes: 200 if its request had come whole, else 202."""

    state = SimpleNamespace(
        services=SimpleNamespace(
            settings=Settings(), patience=Patience(), porte=Porte(10), horloge=Horloge()
        )
    )

    def __init__(self, taille: int = 0) -> None:
        self._taille = taille

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        statut = 200 if ENTIERE in scope["extensions"] else 202
        entetes = [(b"content-length", str(self._taille).encode())]
        await send({"type": "http.response.start", "status": statut, "headers": entetes})
        await send({"type": "http.response.body", "body": bytes(self._taille)})


@asynccontextmanager
async def _relie_a(essai: _Essai) -> AsyncGenerator[Lien]:
    config = uvicorn.Config(
        cast(Any, essai), lifespan="off", log_config=None, timeout_keep_alive=10**6
    )
    config.load()
    ecoute = await asyncio.get_running_loop().create_server(
        lambda: Connexion(config, ServerState(), {}), "127.0.0.1", 0
    )
    async with ecoute:
        lecture, ecriture = await asyncio.open_connection(*ecoute.sockets[0].getsockname())
        yield lecture, ecriture
        ecriture.transport.abort()


def _jouer(essai: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=_Boucle) as boucle:
        boucle.run(essai)


@pytest.mark.parametrize(("corps", "statut"), [(b"{}", b"200"), (b"{", b"202")])
def test_dit_si_la_requete_est_venue_entiere(corps: bytes, statut: bytes) -> None:
    """What has come is read without a clock: a save pays for none."""

    async def demander() -> None:
        async with _relie_a(_Essai()) as (lecture, ecriture):
            ecriture.write(_TETE + corps)
            assert (await lecture.readline()).split()[1] == statut

    _jouer(demander())


def test_qui_reprend_sa_lecture_n_est_pas_coupe() -> None:
    """It was taken more slowly than it was made, then all of it was."""

    async def demander() -> None:
        async with _relie_a(_Essai(_GROSSE)) as (lecture, ecriture):
            for _ in range(2):
                ecriture.write(_TETE + b"{}")
                await lecture.readuntil(b"\r\n\r\n")
                assert len(await lecture.readexactly(_GROSSE)) == _GROSSE
                cast(_Boucle, asyncio.get_running_loop()).avance += 3600

    _jouer(demander())
