"""What a process remembers of what it did last: a cache, which nothing may rely upon."""

from collections import OrderedDict
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


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
