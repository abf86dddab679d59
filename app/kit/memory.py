"""What a process remembers: caches, which nothing may rely upon, and which an erasure empties.

They are keyed by what they hold, not by whom it is of: whatever was typed is forgotten at once.
"""

from collections import OrderedDict
from typing import Final, Generic, Protocol, TypeVar
from weakref import WeakSet

K = TypeVar("K")
V = TypeVar("V")


class Videe(Protocol):
    """A cache that can be emptied, as those of `functools` are."""

    def cache_clear(self) -> None:
        """Forget everything."""
        ...


C = TypeVar("C", bound=Videe)
_DE_PERSONNES: Final = WeakSet[Videe]()


def de_personnes(cache: C) -> C:
    """Decorate a cache (`lru_cache`) of what people type, or are known by."""
    _DE_PERSONNES.add(cache)
    return cache


def oublier_les_personnes() -> None:
    """Empty all of these caches."""
    for cache in _DE_PERSONNES:
        cache.cache_clear()


class Memoire(Generic[K, V]):
    """The last `places` values kept, each by its key."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._valeurs: OrderedDict[K, V] = OrderedDict()

    def prendre(self, cle: K) -> V | None:
        """Take out what is kept under a key, if it is still here."""
        return self._valeurs.pop(cle, None)

    def garder(self, cle: K, valeur: V) -> None:
        """Keep a value; the one kept first makes room."""
        self._valeurs[cle] = valeur
        if len(self._valeurs) > self._places:
            self._valeurs.popitem(last=False)

    def vider(self) -> None:
        """Keep nothing."""
        self._valeurs.clear()
