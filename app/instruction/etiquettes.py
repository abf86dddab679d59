"""Labels: what the administration lets dossiers be sorted by, and which of them a dossier has."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.instruction.tables import etiquette
from app.kit.glossary import decrit

ETIQUETTES_MAX: Final = 30  # of the whole call


@decrit("La couleur d'une étiquette : une de celles du système de design de l'État.")
class Couleur(StrEnum):
    """The colours of badges in the State's design system, by its names."""

    TILLEUL_VERVEINE = "green-tilleul-verveine"
    BOURGEON = "green-bourgeon"
    EMERAUDE = "green-emeraude"
    MENTHE = "green-menthe"
    ARCHIPEL = "green-archipel"
    ECUME = "blue-ecume"
    CUMULUS = "blue-cumulus"
    GLYCINE = "purple-glycine"
    MACARON = "pink-macaron"
    TUILE = "pink-tuile"
    TOURNESOL = "yellow-tournesol"
    MOUTARDE = "yellow-moutarde"
    TERRE_BATTUE = "orange-terre-battue"
    CAFE_CREME = "brown-cafe-creme"
    CARAMEL = "brown-caramel"
    OPERA = "brown-opera"
    GRIS_GALET = "beige-gris-galet"


@decrit("Une étiquette : elle trie les dossiers, sans effet sur leur instruction.")
@dataclass(frozen=True, slots=True)
class EtiquetteDecrite:
    """A label."""

    id: UUID
    nom: Annotated[str, Field(description="Ce qu'elle dit.")]
    couleur: Couleur


@decrit("Des étiquettes, par leur nom.")
@dataclass(frozen=True, slots=True)
class Etiquettes:
    """Labels, by their names."""

    etiquettes: Annotated[list[EtiquetteDecrite], Field(description="Les étiquettes.")]


Connues = Mapping[UUID, EtiquetteDecrite]
_TOUTES: Final = select(etiquette).order_by(etiquette.c.nom_simplifie)


async def etiquettes_connues(connexion: AsyncConnection) -> Connues:
    """All labels, by their names."""
    return {ligne.id: decrire_etiquette(ligne) for ligne in await connexion.execute(_TOUTES)}


async def etiquettes_parmi(connexion: AsyncConnection, *siennes: Collection[UUID]) -> Connues:
    """The same, of those that some dossiers have: nothing is read where they have none."""
    return await etiquettes_connues(connexion) if any(siennes) else {}


def parmi_les_connues(connues: Connues, siennes: Collection[UUID]) -> list[EtiquetteDecrite]:
    """Those of a dossier, by their names."""
    return [une for id, une in connues.items() if id in siennes]


def decrire_etiquette(ligne: Any) -> EtiquetteDecrite:
    """A row of `etiquette`, as it is shown."""
    return EtiquetteDecrite(ligne.id, ligne.nom, Couleur(ligne.couleur))
