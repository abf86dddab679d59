"""Routes that are to disappear: one declaration, told on every answer and in the contract.

`Deprecation` (RFC 9745), `Sunset` (RFC 8594) and the links that go with them (RFC 5829).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Final, TypeVar

Point = Callable[..., Any]
P = TypeVar("P", bound=Point)


@dataclass(frozen=True, slots=True)
class Obsolescence:
    """Since when a route should be used no more, when it stops answering, what replaces it.

    `notice` is the address of a page for people; `remplacant` that of the route to call instead.
    """

    depuis: datetime
    fin: datetime
    notice: str
    remplacant: str | None = None

    def __post_init__(self) -> None:
        if self.fin < self.depuis:
            raise ValueError("a route cannot end before it is deprecated (RFC 9745, section 4)")

    def entetes(self) -> list[tuple[str, str]]:
        """The headers that tell it."""
        liens = [(self.notice, "deprecation"), (self.notice, "sunset")]
        if self.remplacant:
            liens.append((self.remplacant, "successor-version"))
        return [
            ("Deprecation", f"@{int(self.depuis.timestamp())}"),
            ("Sunset", format_datetime(self.fin.astimezone(UTC), usegmt=True)),
            ("Link", ", ".join(f'<{cible}>; rel="{relation}"' for cible, relation in liens)),
        ]


_DECLAREES: Final[dict[Point, Obsolescence]] = {}


def obsolete(
    *, depuis: datetime, fin: datetime, notice: str, remplacant: str | None = None
) -> Callable[[P], P]:
    """Declare the function of a route obsolete; goes below `@routes.get(…)`."""
    declaree = Obsolescence(depuis, fin, notice, remplacant)

    def declarer(point: P) -> P:
        _DECLAREES[point] = declaree
        return point

    return declarer


def obsolescence_de(point: Point | None) -> Obsolescence | None:
    """What was declared of the function of a route."""
    return _DECLAREES.get(point) if point else None
