"""How far somebody has read, as text that only they can use, in that history of the feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self
from uuid import UUID

from app.kit.sealed import desceller, sceller

FORME: Final = r"^[A-Za-z0-9_-]{54}$"
LONGUEUR: Final = 54
FORME_DE_LISTE: Final = r"^[A-Za-z0-9_-]{54,64}$"
LONGUEUR_DE_LISTE: Final = 64
_TRACE: Final = 16  # bytes, then those of the position


def trace(epoque: UUID, id: UUID | None) -> bytes:
    """What tells the history of the feed up to the event of this id, in that life of it, from any
    other that has as many positions; without an id, before its first event.
    """
    return sha256(epoque.bytes + (b"" if id is None else id.bytes)).digest()[:_TRACE]


@dataclass(frozen=True, slots=True)
class Curseur:
    """All up to `position` has been read, in the history of which this is the `trace`."""

    trace: bytes
    position: int

    def ecrire(self, secret: bytes, pour: bytes) -> str:
        """54 characters, sealed; `pour` says for whom, with which rights and filters."""
        return sceller(self.trace + self.position.to_bytes(8), secret, b"flux\0" + pour)

    @classmethod
    def lire(cls, texte: str, secrets: Iterable[bytes], pour: bytes) -> Self | None:
        """The cursor in a text; None if it was not given for `pour`."""
        octets = desceller(texte, secrets, b"flux\0" + pour)
        if octets is None or len(octets) != _TRACE + 8:
            return None
        return cls(octets[:_TRACE], int.from_bytes(octets[_TRACE:]))


@dataclass(frozen=True, slots=True)
class CurseurDeListe:
    """The list has been read up to `position`.

    `depart`: the end of the feed when it was begun. What had gone by then was never shown.
    `trace`: that of the history up to the later of both.
    """

    trace: bytes
    position: int
    depart: int

    @property
    def connu(self) -> int:
        """The last position that it knows of."""
        return max(self.position, self.depart)

    def ecrire(self, secret: bytes, pour: bytes) -> str:
        """64 characters, sealed; `pour` says for whom, with which rights and filters."""
        positions = self.position.to_bytes(8) + self.depart.to_bytes(8)
        return sceller(self.trace + positions, secret, b"liste\0" + pour)

    @classmethod
    def lire(cls, texte: str, secrets: Iterable[bytes], pour: bytes) -> Self | None:
        """The cursor in a text; None if it was not given for `pour`."""
        octets = desceller(texte, secrets, b"liste\0" + pour)
        if octets is None or len(octets) != _TRACE + 16:
            return None
        position, depart = octets[_TRACE : _TRACE + 8], octets[_TRACE + 8 :]
        return cls(octets[:_TRACE], int.from_bytes(position), int.from_bytes(depart))
