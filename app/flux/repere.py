"""How far somebody has read, as text that only they can use, in that life of the feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from app.kit.sealed import desceller, sceller

FORME: Final = r"^[A-Za-z0-9_-]{54}$"
LONGUEUR: Final = 54
FORME_DE_LISTE: Final = r"^[A-Za-z0-9_-]{54,64}$"
LONGUEUR_DE_LISTE: Final = 64
_EPOQUE: Final = 16  # bytes, then those of the position


@dataclass(frozen=True, slots=True)
class Curseur:
    """All up to `position` has been read, in this life of the feed."""

    epoque: UUID
    position: int

    def ecrire(self, secret: bytes, pour: bytes) -> str:
        """54 characters, sealed; `pour` says for whom, with which rights and filters."""
        return sceller(self.epoque.bytes + self.position.to_bytes(8), secret, b"flux\0" + pour)

    @classmethod
    def lire(cls, texte: str, secrets: Iterable[bytes], pour: bytes) -> Self | None:
        """The cursor in a text; None if it was not given for `pour`."""
        octets = desceller(texte, secrets, b"flux\0" + pour)
        if octets is None or len(octets) != _EPOQUE + 8:
            return None
        return cls(UUID(bytes=octets[:_EPOQUE]), int.from_bytes(octets[_EPOQUE:]))


@dataclass(frozen=True, slots=True)
class CurseurDeListe:
    """The list has been read up to `position`.

    `depart`: the end of the feed when it was begun. What had gone by then was never shown.
    """

    epoque: UUID
    position: int
    depart: int

    def ecrire(self, secret: bytes, pour: bytes) -> str:
        """64 characters, sealed; `pour` says for whom, with which rights and filters."""
        positions = self.position.to_bytes(8) + self.depart.to_bytes(8)
        return sceller(self.epoque.bytes + positions, secret, b"liste\0" + pour)

    @classmethod
    def lire(cls, texte: str, secrets: Iterable[bytes], pour: bytes) -> Self | None:
        """The cursor in a text; None if it was not given for `pour`."""
        octets = desceller(texte, secrets, b"liste\0" + pour)
        if octets is None or len(octets) != _EPOQUE + 16:
            return None
        position, depart = octets[_EPOQUE : _EPOQUE + 8], octets[_EPOQUE + 8 :]
        return cls(UUID(bytes=octets[:_EPOQUE]), int.from_bytes(position), int.from_bytes(depart))
