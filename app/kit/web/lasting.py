"""The answer that lasts: a stream of events (HTML, 9.2)."""

from collections.abc import AsyncIterable
from typing import Final

from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.kit.web.streams import Flots

SSE: Final = "text/event-stream"
# Milliseconds before a client whose stream has ended asks for the next one.
REPRISE: Final = 2_000


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
