"""What is printed of a deposit, as it goes to the process that prints."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import to_json


@dataclass(frozen=True, slots=True)
class PieceDeposee:
    """A file: under which rubrique, its name, its size in bytes, its SHA-256 in hexadecimal."""

    rubrique: str
    nom: str
    taille: int
    empreinte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entete:
    """A deposit but its answers: its rank `depot` (from 1), who applied, its files.

    `empreinte` is the SHA-256 of what was frozen, in hexadecimal; `changements` what newer versions
    of the form made of it, in French sentences.
    """

    numero: str
    depot: int
    recu_le: datetime
    denomination: str
    siret: str
    nom_territoire: str
    version_formulaire: str
    empreinte: str
    bac_a_sable: bool
    pieces: list[PieceDeposee]
    changements: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Depose(Entete):
    """A deposit, with its answers as today's form reads them."""

    instantane: dict[str, Any]


def en_json(entete: Entete, instantane: str) -> bytes:
    """The JSON of a `Depose`; `instantane`, the JSON text of its answers, is passed through."""
    return b'%b,"instantane":%b}' % (to_json(entete)[:-1], instantane.encode())
