"""What a file says of itself: as of when, of what, by whom, how much, what is not in it and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic_core import to_json

from app.exports.colonnes_exportees import Colonne, Nature, Table
from app.exports.options import Format

MANIFESTE: Final = "manifeste.json"


@dataclass(frozen=True, slots=True)
class Contexte:
    """What is known before the first dossier: `filtres` in words, who asked, `manquants`."""

    filtres: Sequence[str]
    auteur: str
    version_formulaire: str
    manquants: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Fin:
    """What is known after the last one; `au`: the instant of the last thing done to any of them."""

    au: str | None
    dossiers: int


@dataclass(frozen=True, slots=True)
class Ecrite:
    """A table that was written: how many rows, the SHA-256 of its part, in hexadecimal."""

    lignes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifeste:
    """All of it. `apostrophes`: texts written after one; `remplaces`: characters replaced.

    `fichiers`: the SHA-256 of each file that is no table, in hexadecimal.
    """

    format: Format
    au: str | None
    dossiers: int
    filtres: Sequence[str]
    auteur: str
    version_formulaire: str
    manquants: Sequence[str]
    tables: Mapping[str, Ecrite] = field(default_factory=dict[str, Ecrite])
    fichiers: Mapping[str, str] = field(default_factory=dict[str, str])
    apostrophes: int = 0
    remplaces: int = 0

    def json(self) -> bytes:
        """As `manifeste.json`."""
        return to_json(self, indent=2)

    def lignes(self) -> list[list[Any]]:
        """As the rows of a sheet."""
        return [
            ["État au", self.au, None],
            ["Dossiers", None, self.dossiers],
            *(["Filtre", None, filtre] for filtre in self.filtres),
            ["Demandé par", None, self.auteur],
            ["Version du formulaire", None, self.version_formulaire],
            *(["Manque", None, manque] for manque in self.manquants),
            ["Caractères remplacés", None, self.remplaces],
            *(
                [f"Feuille {nom}", None, f"{ecrite.lignes} lignes, SHA-256 {ecrite.sha256}"]
                for nom, ecrite in self.tables.items()
            ),
        ]


EXPORT: Final = Table(
    "_export",
    "Ce que contient ce fichier",
    [
        Colonne("quoi", "Quoi", ()),
        Colonne("instant", "Instant (heure de Paris)", (), Nature.INSTANT),
        Colonne("valeur", "Valeur", ()),
    ],
)
COLONNES: Final = Table(
    "_colonnes",
    "Les colonnes de chaque table",
    [
        Colonne("table", "Table", ()),
        Colonne("cle", "Clé", ()),
        Colonne("titre", "Intitulé", ()),
    ],
)


def lignes_des_colonnes(tables: Sequence[Table]) -> list[list[Any]]:
    """The rows of `_colonnes`."""
    return [[t.nom, c.cle, c.titre] for t in tables for c in t.toutes]
