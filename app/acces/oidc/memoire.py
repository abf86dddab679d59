"""What was found out about a token, remembered for a few seconds."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Memoire(Generic[T]):
    """A value for each of the last `places` tokens, known by their SHA-256; instants in seconds."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._lignes: dict[bytes, tuple[float, T]] = {}

    def lire(self, empreinte: bytes, instant: float) -> T | None:
        """What is remembered, if it still holds at `instant`."""
        ligne = self._lignes.get(empreinte)
        return ligne[1] if ligne and instant < ligne[0] else None

    def garder(self, empreinte: bytes, valeur: T, jusque: float) -> None:
        """Remember until `jusque`; what was learned first makes room."""
        self._lignes.pop(empreinte, None)
        if len(self._lignes) == self._places:
            del self._lignes[next(iter(self._lignes))]
        self._lignes[empreinte] = (jusque, valeur)
