"""Where a page of the list ends, as text that only who was given it can use, and only there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self, cast

from pydantic import TypeAdapter
from pydantic_core import to_json

from app.kit.sealed import desceller, sceller

TAILLE_MAX: Final = 1_200  # characters: of a name of 200 letters, four bytes each, and an id
FORME: Final = r"^[A-Za-z0-9_-]+$"


@dataclass(frozen=True, slots=True)
class Curseur:
    """What the last candidature of a page was sorted by: what comes after it is on the next."""

    valeurs: Sequence[Any]

    def ecrire(self, secret: bytes, pour: bytes) -> str:
        """`TAILLE_MAX` characters at most, sealed; `pour`: for whom, which filters, which order."""
        return sceller(to_json(self.valeurs), secret, pour)

    @classmethod
    def lire(
        cls, texte: str, secrets: Iterable[bytes], pour: bytes, types: Sequence[type]
    ) -> Self | None:
        """The cursor in a text of the right `FORME`; None if it was not given for `pour`.

        `secrets`: any of those that cursors may still be sealed with; `types`: of its values.
        """
        octets = desceller(texte, secrets, pour)
        if octets is None:
            return None
        lues: TypeAdapter[tuple[Any, ...]] = TypeAdapter(cast(Any, tuple)[*types])
        return cls(lues.validate_json(octets))
