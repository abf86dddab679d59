"""What the provider publishes, kept for a while and fetched by one request at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

from app.acces.oidc.refus import hors_de_portee
from app.kit.clock import Horloge
from app.kit.web.problems import Indisponible

PAUSE: Final = 10.0
T = TypeVar("T")


class Releve(Generic[T]):
    """The last copy of a document, good for `duree` seconds."""

    def __init__(
        self, chercher: Callable[[], Awaitable[T]], horloge: Horloge, duree: float
    ) -> None:
        self._chercher = chercher
        self._horloge = horloge
        self._duree = duree
        self._copie: tuple[float, T] | None = None
        self._echec: float | None = None
        self._verrou = asyncio.Lock()

    async def lire(self, age_max: float | None = None) -> T:
        """A copy of at most `age_max` seconds, `duree` by default.

        Raises `Indisponible`; once it has, without asking again for `PAUSE` seconds: who waited
        for the same answer is told at once, and a provider in trouble is left in peace.
        """
        if copie := self._copie_de(age_max):
            return copie[1]
        async with self._verrou:
            if copie := self._copie_de(age_max):
                return copie[1]
            if self._echec is not None and self._instant() - self._echec < PAUSE:
                raise hors_de_portee("echec_recent")
            return await self._relever()

    async def _relever(self) -> T:
        try:
            valeur = await self._chercher()
        except Indisponible:
            self._echec = self._instant()
            raise
        self._copie, self._echec = (self._instant(), valeur), None
        return valeur

    def _copie_de(self, age_max: float | None) -> tuple[float, T] | None:
        if self._copie is None:
            return None
        age = self._instant() - self._copie[0]
        return self._copie if age < (self._duree if age_max is None else age_max) else None

    def _instant(self) -> float:
        return self._horloge.maintenant().timestamp()
