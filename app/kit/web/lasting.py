"""The answer that lasts: a stream of events (HTML, 9.2)."""

from collections.abc import AsyncIterable, AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any, Final

from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.types import Receive, Scope, Send

from app.kit.web.streams import Flots

SSE: Final = "text/event-stream"
# What the contract says of a body that is read line by line: a generator of clients types it so.
LIGNES: Final[dict[str, Any]] = {"schema": {"type": "string"}}
# Milliseconds before a client whose stream has ended asks for the next one.
_REPRISE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Dit:
    """One event of a stream: what its client comes back with, its name, its data as JSON."""

    id: str
    nom: str
    donnees: bytes


async def en_sse(lots: AsyncIterable[Iterable[Dit]]) -> AsyncIterator[bytes]:
    """The bytes of a stream of events; an empty lot says that it is still there."""
    yield format_sse_event(retry=_REPRISE)
    async for lot in lots:
        dits = (
            format_sse_event(data_str=un.donnees.decode(), event=un.nom, id=un.id) for un in lot
        )
        yield b"".join(dits) or KEEPALIVE_COMMENT


class ReponseQuiDure(StreamingResponse):
    """An answer that holds one of `flots` while it lasts."""

    media_type = SSE

    def __init__(
        self, contenu: AsyncIterable[bytes], flots: Flots, abonne: str, appelant: bytes
    ) -> None:
        # A proxy that gathers the answer before it sends it would keep what happens to itself.
        super().__init__(contenu, headers={"X-Accel-Buffering": "no", "Vary": "Accept"})
        self._flots = flots
        self._qui = abonne, appelant

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, if there is room for one more."""
        with self._flots.ouvrir(*self._qui):
            await super().__call__(scope, receive, send)
