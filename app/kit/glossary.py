"""What the contract says, in French, of what the API shows: beside the class that it is.

A docstring speaks in English to who reads the code.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeVar

C = TypeVar("C", bound=type)
E = TypeVar("E", bound=type[Enum])
_TEXTES: Final[dict[str, str]] = {}


def decrit(texte: str) -> Callable[[C], C]:
    """Describe the component that a class is in the contract; goes above the other decorators."""

    def decrire(classe: C) -> C:
        if _TEXTES.setdefault(classe.__name__, texte) != texte:
            raise ValueError(f"two components named {classe.__name__}")
        return classe

    return decrire


def description_de(composant: str) -> str | None:
    """What was said of the class of this name."""
    return _TEXTES.get(composant)


@dataclass(frozen=True, slots=True)
class Nommee:
    """A value of an enumeration: its name in the code, and what it is called where it is shown."""

    nom: str
    libelle: str


_NOMMEES: Final[dict[str, tuple[Nommee, ...]]] = {}


def nomme(**libelles: str) -> Callable[[E], E]:
    """Say what each value of an enumeration is called, for no front end to find words of its own.

    Goes below `decrit`. Raises `ValueError` unless each value has its words.
    """

    def nommer(classe: E) -> E:
        if [un.value for un in classe] != [*libelles]:
            raise ValueError(f"{classe.__name__}: each value has its words, in their order")
        _NOMMEES[classe.__name__] = tuple(Nommee(un.name, libelles[un.value]) for un in classe)
        return classe

    return nommer


def enumerations_nommees() -> Mapping[str, tuple[Nommee, ...]]:
    """The enumerations whose values are named, by the name of their class."""
    return _NOMMEES
