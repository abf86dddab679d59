"""Where a page of the list ends, as text that only who was given it can use, and only there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Self
from uuid import UUID

from app.kit.sealed import desceller, sceller

FORME: Final = r"^[A-Za-z0-9_-]{54}$"
_DEBUT: Final = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT: Final = 8  # bytes, then those of the id


@dataclass(frozen=True, slots=True)
class Curseur:
    """The last candidature of a page; what was received later, or deposited since, is before it."""

    recu_le: datetime
    id: UUID

    def ecrire(self, secret: bytes, pour: bytes) -> str:
        """54 characters, sealed; `pour` says for whom and for which filters."""
        instant = (self.recu_le - _DEBUT) // timedelta(microseconds=1)
        octets = instant.to_bytes(_INSTANT, signed=True) + self.id.bytes
        return sceller(octets, secret, pour)

    @classmethod
    def lire(cls, texte: str, secrets: Iterable[bytes], pour: bytes) -> Self | None:
        """The cursor in a text of the right `FORME`; None if it was not given for `pour`.

        `secrets`: any of those that cursors may still be sealed with.
        """
        octets = desceller(texte, secrets, pour)
        if octets is None:
            return None
        instant = int.from_bytes(octets[:_INSTANT], signed=True)
        return cls(_DEBUT + timedelta(microseconds=instant), UUID(bytes=octets[_INSTANT:]))
