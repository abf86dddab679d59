"""The body of a request as it comes, and no slower than it has to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from time import monotonic
from typing import Final

from starlette.requests import ClientDisconnect, Request

from app.kit.web.arrival import ENTIERE
from app.kit.web.patience import Patience
from app.kit.web.problems import HttpIllisible, RequeteTropLente

# What our server says of a request that ended where nobody could read it any further.
ILLISIBLE: Final = "ti.corps_illisible"
# What it is told of one whose body is waited for.
ATTENDUE: Final = "ti.corps_attendu"
_PETITE: Final = 1024  # bytes: more than a deposit has
_HATE: Final = 2  # times the pace, while others want the place


def recevoir(
    requete: Request,
    patience: Patience,
    presse: Callable[[], bool],
    heure: Callable[[], float] = monotonic,
) -> AsyncIterator[bytes]:
    """The pieces of the body, the last ones empty; `heure` gives seconds.

    `presse` tells whether others want the place. Raises `RequeteTropLente` and `HttpIllisible`,
    after which the connection is closed, and `ClientDisconnect`.
    """
    # What has come already, as a save usually has, needs no clock.
    extensions = requete.scope.setdefault("extensions", {})
    if ENTIERE in extensions:
        return requete.stream()
    extensions[ATTENDUE] = {}
    return _surveiller(requete, patience, presse, heure)


async def _surveiller(
    requete: Request, patience: Patience, presse: Callable[[], bool], heure: Callable[[], float]
) -> AsyncIterator[bytes]:
    """What the service itself takes between two pieces is not held against the client."""
    flux, attendu, lu = requete.stream(), 0.0, 0
    donne = min(patience.corps, patience.petit + _annonce(requete) / patience.debit)
    while True:
        debit = patience.debit * (_HATE if presse() else 1)
        debut, reste = heure(), donne + lu / debit - attendu
        try:
            async with asyncio.timeout(min(patience.silence, reste)):
                morceau = await anext(flux)
        except StopAsyncIteration:
            if ILLISIBLE in requete.scope["extensions"]:
                raise HttpIllisible from None
            return
        except TimeoutError:
            raise RequeteTropLente(entetes={"Connection": "close"}) from None
        attendu += heure() - debut
        lu += len(morceau)
        yield morceau


def _annonce(requete: Request) -> int:
    """Bytes that the body is to have; one that does not say is a small one."""
    annonce = requete.headers.get("content-length", "")
    return int(annonce) if annonce.isdigit() else 0


async def attendre_la_fin(requete: Request, patience: Patience) -> None:
    """Read on for a while, until the request has come whole or turns out to be no small one."""
    lu = 0
    with suppress(TimeoutError, ClientDisconnect):
        async with asyncio.timeout(patience.petit):
            async for morceau in requete.stream():
                lu += len(morceau)
                if lu > _PETITE:
                    return
