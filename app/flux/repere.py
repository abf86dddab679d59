"""How far somebody has read the feed, as text that only they can use, in that life of the feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from app.kit.sealed import desceller, sceller

FORME: Final = r"^[A-Za-z0-9_-]{54}$"
LONGUEUR: Final = 54
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
