"""Places for those who write at the same time, shared among addresses."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Places:
    """So many places in all; one address takes half of them at most, then waits for its own."""

    def __init__(self, nombre: int) -> None:
        self._toutes = asyncio.Semaphore(nombre)
        self._part = (nombre + 1) // 2
        # An address is forgotten with the last one that holds or awaits a place in its name.
        self._parts = WeakValueDictionary[str, asyncio.Semaphore]()

    @asynccontextmanager
    async def prendre(self, adresse: str) -> AsyncGenerator[None]:
        """A place, held until the end of the block."""
        part = self._parts.setdefault(adresse, asyncio.Semaphore(self._part))
        async with part, self._toutes:
            yield
