"""A file as the API gives it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, Self
from uuid import UUID

from app.candidatures.details import DetailPiece, DetailVirus
from app.candidatures.tables import Antivirus
from app.formulaire.choix import Rubrique
from app.kit.glossary import decrit
from app.pieces_jointes.verdict import TypeFichier


class Telecharge(Protocol):
    """What is downloaded, as what serves it knows it: `empreinte` is that of its bytes."""

    @property
    def nom(self) -> str: ...
    @property
    def type(self) -> StrEnum: ...
    @property
    def taille(self) -> int: ...
    @property
    def empreinte(self) -> str: ...


class Fichier(Telecharge, Protocol):
    """Any file of the store."""

    @property
    def id(self) -> UUID: ...


@decrit("Un fichier d'une candidature.")
@dataclass(frozen=True, slots=True)
class PieceJointe:
    """A file of a candidature; `taille` in bytes, `empreinte` its SHA-256 in hexadecimal."""

    id: UUID
    rubrique: Rubrique
    nom: str
    type: TypeFichier
    taille: int
    empreinte: str
    jointe_le: datetime
    antivirus: Antivirus

    def detail(self) -> DetailPiece:
        """What the record keeps of it: no name, which may be a person's."""
        return DetailPiece(self.id, self.rubrique, self.taille, self.empreinte)

    def detail_du_virus(self, virus: str) -> DetailVirus:
        """The same, with what the antivirus saw in it."""
        return DetailVirus(self.id, self.rubrique, self.taille, self.empreinte, virus)


@dataclass(frozen=True, slots=True)
class PieceEnvoyee:
    """A file that goes with what somebody writes, and not with the form; as `PieceJointe`."""

    id: UUID
    nom: str
    type: TypeFichier
    taille: int
    empreinte: str
    jointe_le: datetime
    antivirus: Antivirus

    @classmethod
    def lue(cls, ligne: Mapping[Any, Any]) -> Self:
        """From what a row says of it."""
        return cls(
            id=ligne["id"],
            nom=ligne["nom"],
            type=TypeFichier(ligne["type"]),
            taille=ligne["taille"],
            empreinte=ligne["empreinte"].hex(),
            jointe_le=ligne["jointe_le"],
            antivirus=Antivirus(ligne["antivirus"]),
        )


@decrit("Les fichiers d'une candidature, dans l'ordre de leur arrivée.")
@dataclass(frozen=True, slots=True)
class PiecesJointes:
    """The files of a candidature, in the order they came."""

    pieces: list[PieceJointe]
