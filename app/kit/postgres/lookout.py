"""Who watches rows of the database for a change, whichever process makes it: one look for all."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from app.kit.logs import journal
from app.kit.postgres.database import Base
from app.kit.postgres.outage import est_une_panne
from app.kit.postgres.statements import Preparee
from app.kit.wake import Reveil

# Seconds between two looks: what a save would pay to tell it, nobody who watches minds.
PAS: Final = 0.5


@dataclass(slots=True)
class _Veille:
    """A row that is watched: by how many, and as it was at the last look."""

    reveil: Reveil = field(default_factory=Reveil)
    veilleurs: int = 0
    vue: Any = None


class Guet:
    """Looks as long as somebody watches. `enonce` gives `id` and `revision` of the rows `ids`."""

    def __init__(self, base: Base, enonce: Preparee, pas: float = PAS) -> None:
        self._base = base
        self._enonce = enonce
        self._pas = pas
        self._veilles: dict[UUID, _Veille] = {}
        self._tache: asyncio.Task[None] | None = None

    @contextmanager
    def veiller(self, id: UUID) -> Generator[Reveil]:
        """What is rung when this row has changed, or gone."""
        veille = self._veilles.setdefault(id, _Veille())
        veille.veilleurs += 1
        if self._tache is None:
            # Of its own: what it waits for is not taken from the credit of who comes first.
            self._tache = asyncio.create_task(self._regarder(), context=Context())
        try:
            yield veille.reveil
        finally:
            veille.veilleurs -= 1
            if not veille.veilleurs:
                del self._veilles[id]

    def reveiller(self) -> None:
        """Wake all who watch: there is something else to see."""
        for veille in self._veilles.values():
            veille.reveil.sonner()

    async def fermer(self) -> None:
        """Look no more."""
        if self._tache:
            self._tache.cancel()
            await asyncio.wait({self._tache})

    async def _regarder(self) -> None:
        while self._veilles:
            await asyncio.sleep(self._pas)
            try:
                await self._comparer()
            except Exception as erreur:
                if not est_une_panne(erreur):
                    journal.exception("guet")
        self._tache = None

    async def _comparer(self) -> None:
        veilles = dict(self._veilles)
        async with self._base.directe() as directe:
            lignes = await directe.lignes(self._enonce, ids=[*veilles])
        vues = {ligne["id"]: ligne["revision"] for ligne in lignes}
        for id, veille in veilles.items():
            vue = vues.get(id)
            if veille.vue != vue:
                veille.vue = vue
                veille.reveil.sonner()
