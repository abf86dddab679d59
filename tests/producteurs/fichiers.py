"""What the tests know of a file: who made it, its name, and of which type it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from app.pieces_jointes.verdict import TypeFichier

TEXTE: Final = "Territoires d’industrie : réseau de chaleur, 120 000 €, « Plein été »."
LIGNES: Final = [
    ["Axe", "Titre", "Montant"],
    ["Transition", "Réseau de chaleur", 120_000],
    ["Compétences", "École de production", 85_000.5],
]

Produits = Iterator[tuple[str, bytes]]
"""Files by name, such as `signe.pdf`: the extension says which type they are."""
Producteur = Callable[[], Produits]
Geste = Callable[[Any], object]
"""What a library is told to do with a document, before it writes it."""


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file as its producer made it."""

    producteur: str
    nom: str
    contenu: bytes

    @property
    def type(self) -> TypeFichier:
        return TypeFichier["JPEG" if (fin := self.nom.rpartition(".")[2]) == "jpg" else fin.upper()]


def bibliotheque(nom: str) -> Any:
    """A module of a producer, untyped: half of them say nothing of their types.

    Only `make verify` installs them, so nothing imports them before a test runs.
    """
    return import_module(nom)
