"""The task that gives positions as soon as something is committed that waits for one."""

import asyncio
from typing import Final

from app.flux.numeroter import A_LA_FOIS, PAS_DES_MODIFICATIONS, numeroter
from app.kit.logs import journal
from app.kit.postgres.database import Base
from app.kit.wake import Reveil

# Seconds between two times: what is committed meanwhile is numbered at once.
_PAUSE: Final = 0.05


class Numerotation:
    """Numbers what waits whenever `attend` is rung, in the background."""

    def __init__(self, base: Base, reprise: float) -> None:
        self.attend: Final = Reveil()
        self._base = base
        self._reprise = reprise
        self._tache: asyncio.Task[None] | None = None

    def demarrer(self) -> None:
        """Number from now on."""
        self._tache = asyncio.create_task(self._vivre())

    async def arreter(self) -> None:
        """Number no more: what waits is numbered by others, or at the next start."""
        if self._tache:
            self._tache.cancel()
            await asyncio.wait({self._tache})

    async def _vivre(self) -> None:
        while True:
            coups, pause = self.attend.coups, _PAUSE
            try:
                faits = await numeroter(self._base, modifications=PAS_DES_MODIFICATIONS)
                complet = faits < A_LA_FOIS
            except Exception as erreur:
                journal.warning("numerotation_interrompue", erreur=type(erreur).__name__)
                complet, pause = False, self._reprise
            await asyncio.sleep(pause)
            if complet:
                await self.attend.attendre(coups, PAS_DES_MODIFICATIONS)
