"""What a kind of event says of itself: its name, who sees it, under which name it is published."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any, ClassVar

from pydantic_core import to_json

from app.acces.droits import Role


class Public(StrEnum):
    """Who an event may be shown to."""

    DEMANDEUR = auto()  # who applies, and those they invited
    PORTAIL = auto()
    INSTRUCTION = auto()

    @classmethod
    def de(cls, role: Role) -> "Public":
        """That of who opens a candidature with this role."""
        return cls.PORTAIL if role is Role.PORTAIL else cls.DEMANDEUR


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a deposit puts a candidature: its rank, the regions (code INSEE) that it concerns."""

    depot: int
    regions: Sequence[str]


class Genre:
    """A kind of event; an instance is one that happens.

    `genre` names it in the record. It is hidden but from those of `vu_par`, which each says, be it
    nobody. `publie`: its name where it is published (the feed, webhooks), if it is; `sur_demande`:
    to those only who ask for it by that name.
    """

    genre: ClassVar[str]
    vu_par: ClassVar[frozenset[Public]]
    publie: ClassVar[str | None]
    sur_demande: ClassVar[bool]
    details: Any

    def __init_subclass__(
        cls,
        genre: str,
        vu_par: Collection[Public],
        publie: str | None = None,
        sur_demande: bool = False,
    ) -> None:
        if cls.__doc__ is None:
            raise TypeError(f"{cls.__name__} ne dit pas ce qui est arrivé : il y faut un docstring")
        cls.genre, cls.vu_par = genre, frozenset(vu_par)
        cls.publie, cls.sur_demande = publie, sur_demande

    @classmethod
    def noms_publies(cls) -> tuple[str, ...]:
        """The names under which those of this kind are published."""
        return () if cls.publie is None else (cls.publie,)

    @property
    def nom_publie(self) -> str | None:
        """The name under which this one is published."""
        return self.publie

    @property
    def situation(self) -> Situation | None:
        """Where a deposit puts its candidature; None for what leaves it where it is."""
        return None

    def texte(self) -> str:
        """The details as JSON text."""
        return to_json(self.details).decode()
