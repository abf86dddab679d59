"""Counting what comes in windows of time, in a bounded memory."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from app.kit.web.problems import TropDeRequetes

# Windows counted at a time, of 200 bytes: whoever calls from more addresses has others forgotten.
_PLACES: Final = 10_000
# Seconds: the contract says no more in `Retry-After`; `RateLimit-Reset` tells of a longer window.
_ATTENTE_MAX: Final = 3600


@dataclass(frozen=True, slots=True)
class Quota:
    """How many at most in a window, which begins with the first one that is counted."""

    maximum: int
    duree: timedelta

    def compte(self, nombre: int, fin: datetime, maintenant: datetime) -> "Compte":
        """Where `nombre` in a window that ends at `fin` stands."""
        # Of two at the same time, one has opened the window after the other came.
        attente = max(1, ceil(min(fin - maintenant, self.duree).total_seconds()))
        return Compte(self.maximum, max(0, self.maximum - nombre), attente, nombre > self.maximum)


@dataclass(frozen=True, slots=True)
class Compte:
    """Where a counter stands: `reste` may still come, all of `maximum` in `attente` seconds."""

    maximum: int
    reste: int
    attente: int
    depasse: bool

    def entetes(self) -> dict[str, str]:
        """`RateLimit-*` (draft-ietf-httpapi-ratelimit-headers-06)."""
        return {
            "RateLimit-Limit": str(self.maximum),
            "RateLimit-Remaining": str(self.reste),
            "RateLimit-Reset": str(self.attente),
        }

    def exiger(self) -> None:
        """Raise `TropDeRequetes` past the quota."""
        if self.depasse:
            raise self.trop()

    def trop(self) -> TropDeRequetes:
        """The refusal of what goes beyond the quota."""
        return TropDeRequetes(
            f"Réessayez dans {self.attente} s.",
            entetes={**self.entetes(), "Retry-After": str(min(self.attente, _ATTENTE_MAX))},
        )


@dataclass(slots=True)
class Fenetre:
    """What has come in a window, and when it ends."""

    nombre: int
    fin: datetime


class Fenetres:
    """The windows of a quota in this process, by key."""

    def __init__(self, quota: Quota, places: int = _PLACES) -> None:
        self.quota: Final = quota
        self._places = places
        self._fenetres: dict[str, Fenetre] = {}

    def compter(self, cle: str, maintenant: datetime, cout: int = 1) -> Compte:
        """Count `cout` more under `cle`; what goes beyond the quota is refused, not counted."""
        fenetre = self.en_cours(cle, maintenant)
        if fenetre is None:
            fenetre = self.ouvrir(cle, Fenetre(0, maintenant + self.quota.duree))
        compte = self.quota.compte(fenetre.nombre + cout, fenetre.fin, maintenant)
        if compte.depasse:
            reste = self.quota.maximum - fenetre.nombre
            return Compte(self.quota.maximum, max(0, reste), compte.attente, depasse=True)
        fenetre.nombre += cout
        return compte

    def rendre(self, cle: str, maintenant: datetime) -> None:
        """Take back one that was counted under `cle`, if its window is still there."""
        if fenetre := self.en_cours(cle, maintenant):
            fenetre.nombre = max(0, fenetre.nombre - 1)

    def en_cours(self, cle: str, maintenant: datetime) -> Fenetre | None:
        """The window of `cle` that has not ended."""
        fenetre = self._fenetres.get(cle)
        if fenetre and fenetre.fin <= maintenant:
            del self._fenetres[cle]
            return None
        return fenetre

    def ouvrir(self, cle: str, fenetre: Fenetre) -> Fenetre:
        """Keep a window of `cle`; the one that was opened first gives way when there are many."""
        if len(self._fenetres) >= self._places:
            del self._fenetres[next(iter(self._fenetres))]
        self._fenetres[cle] = fenetre
        return fenetre
