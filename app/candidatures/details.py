"""What the kinds of event tell; the docstrings are French where the contract shows them.

No detail is personal: the record stays for ever (`docs/rgpd.md`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from app.acces.droits import Role
from app.formulaire.choix import Region, Rubrique


@dataclass(frozen=True, slots=True)
class SansDetail:
    """Un objet vide : le genre de l'événement dit tout."""


SANS_DETAIL: Final = SansDetail()


@dataclass(frozen=True, slots=True)
class DetailModification:
    """Ce qu'une modification a changé."""

    pointeurs: Annotated[Sequence[str], Field(description="Pointeurs (RFC 6901) dans le dossier.")]


_Empreinte = Annotated[str, Field(description="SHA-256, en hexadécimal.")]


@dataclass(frozen=True, slots=True)
class DetailPiece:
    """Un fichier, sans son nom."""

    piece: Annotated[UUID, Field(description="Identifiant du fichier.")]
    rubrique: Rubrique
    taille: Annotated[int, Field(description="En octets.")]
    empreinte: _Empreinte


@dataclass(frozen=True, slots=True)
class DetailVirus(DetailPiece):
    """Un fichier, sans son nom, et ce que l'antivirus y a reconnu."""

    virus: Annotated[str, Field(description="Le nom du virus.")]


@dataclass(frozen=True, slots=True)
class DetailFichierInfecte:
    """Un fichier d'un message ou d'un avis, sans son nom, et ce que l'antivirus y a reconnu."""

    piece: Annotated[UUID, Field(description="Identifiant du fichier.")]
    taille: Annotated[int, Field(description="En octets.")]
    empreinte: _Empreinte
    virus: Annotated[str, Field(description="Le nom du virus.")]


@dataclass(frozen=True, slots=True)
class DetailAcces:
    """Un accès, sans l'adresse de la personne."""

    acces: Annotated[UUID, Field(description="L'accès dont il s'agit.")]
    role: Role


@dataclass(frozen=True, slots=True)
class DetailDepot:
    """Un dépôt."""

    depot: Annotated[int, Field(description="Rang du dépôt, à partir de 1.")]
    numero: Annotated[str, Field(description="Numéro de la candidature.")]
    empreinte: _Empreinte


@dataclass(frozen=True, slots=True)
class DetailAdministration:
    """Qui l'a fait, dans l'administration."""

    par: Annotated[str, Field(description="L'empreinte d'un compte ou d'une clé.")]


@dataclass(frozen=True, slots=True)
class DetailPreavis:
    """Un effacement à venir, si rien ne change d'ici là."""

    effacement_le: Annotated[datetime, Field(description="À partir de quand.")]
    courriel: Annotated[bool, Field(description="Si le demandeur en a été averti par courriel.")]


@dataclass(frozen=True, slots=True)
class DetailEffacement:
    """Pourquoi une candidature a été effacée."""

    motif: Annotated[str, Field(description="Qui l'a demandé, ou pourquoi, en un mot stable.")]


@dataclass(frozen=True, slots=True)
class DetailEffacementDOffice(DetailEffacement):
    """Pourquoi l'administration l'a effacée, et qui l'a fait."""

    par: str


@dataclass(frozen=True, slots=True)
class DetailCorrection:
    """Une correction, sans ce qu'elle demande."""

    correction: Annotated[int, Field(description="Son rang, à partir de 1.")]
    jusqu_au: Annotated[datetime, Field(description="D'ici quand elle se fait.")]


@dataclass(frozen=True, slots=True)
class DetailProposition:
    """Une proposition de décision."""

    version: Annotated[int, Field(description="La version du dossier d'instruction qu'elle fait.")]


@dataclass(frozen=True, slots=True)
class DetailDecision:
    """Une décision, sans ce qu'elle dit."""

    decision: Annotated[int, Field(description="Son rang, à partir de 1.")]


@dataclass(frozen=True, slots=True)
class DetailDecisionScellee(DetailDecision):
    """Une décision qui n'est pas publiée, sans ce qu'elle dit."""

    lettre: Annotated[bool, Field(description="Si c'est sa lettre qui a été ouverte.")]


@dataclass(frozen=True, slots=True)
class DetailLettreScellee(DetailDecision):
    """Une lettre scellée, sans ce qu'elle dit."""

    empreinte: Annotated[str, Field(description="SHA-256 de la lettre signée, en hexadécimal.")]


@dataclass(frozen=True, slots=True)
class DetailDecisionPubliee(DetailDecision):
    """Une décision publiée."""

    sens: Annotated[str, Field(description="`acceptee`, `refusee` ou `sans_suite`.")]


@dataclass(frozen=True, slots=True)
class DetailMessage:
    """Un message, sans son texte."""

    message: Annotated[int, Field(description="Son rang, à partir de 1.")]


@dataclass(frozen=True, slots=True)
class DetailPilote:
    """La région qui pilote."""

    region: Region


@dataclass(frozen=True, slots=True)
class DetailAvis:
    """Un avis demandé, sans son auteur ni ce qu'il dit."""

    avis: Annotated[UUID, Field(description="L'avis dont il s'agit.")]
    depot: Annotated[int, Field(description="Le rang du dépôt sur lequel il porte.")]


@dataclass(frozen=True, slots=True)
class DetailAvisRendu(DetailAvis):
    """Un avis rendu, sans son auteur ni ce qu'il dit."""

    envoi: Annotated[int, Field(description="Le rang de l'envoi, à partir de 1.")]


@dataclass(frozen=True, slots=True)
class DetailRegions:
    """Les régions qui voient un dossier."""

    avant: Annotated[Sequence[Region], Field(description="Avant ce dépôt.")]
    apres: Annotated[Sequence[Region], Field(description="Depuis ce dépôt.")]
