"""The body of a request as it comes, and no slower than it has to."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from typing import Final

from fastapi import Request

from app.kit.web.problems import RequeteTropLente

# Seconds that a client may keep the service waiting in all, and one more for each of these many
# bytes: the slowest uplinks sold bring twice as many.
_PATIENCE: Final = 20.0
_DEBIT: Final = 16 * 1024
# Seconds without a byte after which a client is gone.
_SILENCE: Final = 10.0


def recevoir(requete: Request) -> AsyncIterator[bytes]:
    """The pieces of the body, the last ones empty.

    Raises `RequeteTropLente`, after which the connection is closed, and `ClientDisconnect`.
    """
    # What has come already, as a save usually has, needs no clock.
    return requete.stream() if requete.scope["state"].get("entiere") else _surveiller(requete)


async def _surveiller(requete: Request) -> AsyncIterator[bytes]:
    """What the service itself takes between two pieces is not held against the client."""
    flux, attendu, lu = requete.stream(), 0.0, 0
    while True:
        debut = monotonic()
        try:
            async with asyncio.timeout(min(_SILENCE, _PATIENCE + lu / _DEBIT - attendu)):
                morceau = await anext(flux)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise RequeteTropLente(entetes={"Connection": "close"}) from None
        attendu += monotonic() - debut
        lu += len(morceau)
        yield morceau
