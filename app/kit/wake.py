"""Who waits for something to happen, and who says that it has."""

import asyncio
from contextlib import suppress


class Reveil:
    """Wakes all those who wait. Who has read `coups` before looking misses nothing after it."""

    def __init__(self) -> None:
        self.coups = 0
        self._suivant = asyncio.Event()

    def sonner(self) -> None:
        """Wake them."""
        self.coups += 1
        self._suivant.set()
        self._suivant = asyncio.Event()

    async def attendre(self, coups: int, secondes: float) -> bool:
        """Wait for the next call after so many, this long at most; whether there was one."""
        if self.coups == coups:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._suivant.wait(), secondes)
        return self.coups != coups
