"""Waiting for what another process does: looked at again and again, and never for ever."""

import time
from collections.abc import Callable
from typing import Final

_PAS: Final = 0.1  # seconds between two looks, which cost the machine something


class TropTard(Exception):
    """What was waited for did not come."""


def attendre(quoi: str, vrai: Callable[[], bool], delai: float = 90.0) -> float:
    """Return once that is true, with the seconds that it took; raises `TropTard`, which says it."""
    debut = time.monotonic()
    while not vrai():
        if time.monotonic() - debut > delai:
            raise TropTard(f"{quoi}, après {delai:.0f} s")
        time.sleep(_PAS)
    return time.monotonic() - debut
