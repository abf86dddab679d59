"""Answers that last, as long as something may still come: how many there may be, and how they end.

Nobody waits for who reads one, so that the door would never send them away: they are counted here.
"""

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from app.kit.web.problems import Indisponible

_PART: Final = 8
"""One address has that part of them at most."""
PAR_APPELANT: Final = 16
_REESSAYER: Final = "15"


@dataclass(frozen=True, slots=True)
class Tenue:
    """Seconds.

    `duree`: how long one answer lasts; who reads comes back, to another process if need be.
    `silence`: without anything to say, after which something is sent all the same: proxies cut what
    is silent.
    """

    duree: float = 300.0
    silence: float = 15.0


class Flots:
    """So many of them in all, each lasting as `tenue` says."""

    def __init__(self, nombre: int, tenue: Tenue) -> None:
        self.tenue = tenue
        self._nombre = nombre
        self._part = max(1, nombre // _PART)
        self._ouverts = Counter[object]()
        self._tous = 0

    @contextmanager
    def ouvrir(self, abonne: str, appelant: bytes) -> Generator[None]:
        """One more for this address and this caller; raises `Indisponible`."""
        pleins = (
            self._tous >= self._nombre,
            self._ouverts[abonne] >= self._part,
            self._ouverts[appelant] >= PAR_APPELANT,
        )
        if any(pleins):
            raise Indisponible(
                "Trop de lectures restent ouvertes : fermez-en, ou lisez par pages.",
                entetes={"Retry-After": _REESSAYER},
            )
        self._compter(1, abonne, appelant)
        try:
            yield
        finally:
            self._compter(-1, abonne, appelant)

    def _compter(self, un: int, *qui: object) -> None:
        self._tous += un
        for cle in qui:
            self._ouverts[cle] += un
            if not self._ouverts[cle]:
                del self._ouverts[cle]
