"""What the contract says, in French, of what the API shows: beside the class that it is.

A docstring speaks in English to who reads the code.
"""

from collections.abc import Callable
from typing import Final, TypeVar

C = TypeVar("C", bound=type)
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
