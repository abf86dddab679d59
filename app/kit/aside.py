"""What would hold the event loop too long, done beside it."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Final, ParamSpec, TypeVar

from app.kit.files.slots import Places
from app.kit.web.patience import Patience

P = ParamSpec("P")
T = TypeVar("T")
GROS: Final = 32 * 1024
"""Bytes of JSON from which work is done in a thread: below, that would cost more than it spares."""


class PlaceRequise(Exception):
    """Something large was found by who must not wait for a place."""


class ACote(AsyncExitStack):
    """What one request has done beside the loop.

    The place that its first large work takes is kept until the end of the block, with the memory
    that such works need.
    """

    def __init__(self, places: Places, abonne: str) -> None:
        super().__init__()
        self._places = places
        self._abonne = abonne
        self._prise = False

    async def prendre(self) -> None:
        """Wait for a place, unless it is held already."""
        if not self._prise:
            await self.enter_async_context(self._places.prendre(self._abonne))
            self._prise = True

    async def faire(
        self, taille: int, travail: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do this work on `taille` bytes: at once, or where there are many in a thread."""
        if taille <= GROS:
            return travail(*args, **kwargs)
        await self.prendre()
        return await asyncio.to_thread(travail, *args, **kwargs)

    async def faire_sans_attendre(
        self, taille: int, travail: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `faire`, for who holds what others wait for; raises `PlaceRequise`."""
        if taille > GROS and not self._prise:
            raise PlaceRequise
        return await self.faire(taille, travail, *args, **kwargs)


class Etabli:
    """So many large works at the same time, shared among addresses; the others wait a while.

    Who has waited too long is refused: `Indisponible`.
    """

    def __init__(self, nombre: int, patience: Patience) -> None:
        self._places = Places(nombre, patience)

    def pour(self, abonne: str) -> ACote:
        """The works of a request that `abonne` sends: `async with`, and none within."""
        return ACote(self._places, abonne)

    async def faire(
        self,
        abonne: str,
        taille: int,
        travail: Callable[P, T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do one work, as `ACote.faire` does."""
        async with self.pour(abonne) as a_cote:
            return await a_cote.faire(taille, travail, *args, **kwargs)
