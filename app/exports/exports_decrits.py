"""An export as it is shown to who may take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.acces.agents import AgentDecrit
from app.exports.demande import DEMANDES
from app.exports.etats_d_export import CauseEchec, EtatExport
from app.exports.options import Format
from app.kit.glossary import decrit


@decrit("Un export : ce qui a été demandé, où il en est, et son fichier quand il est prêt.")
@dataclass(frozen=True, slots=True)
class ExportDecrit:
    """An export; `fait` and `total` count dossiers, `taille` bytes, `sha256` in hexadecimal."""

    id: UUID
    format: Format
    filtres: Annotated[Sequence[str], Field(description="De quels dossiers, en mots.")]
    etat: EtatExport
    fait: Annotated[int, Field(description="Dossiers écrits ; ne recule jamais.")]
    total: Annotated[int | None, Field(description="Dossiers à écrire, une fois comptés.")]
    demande_le: Annotated[datetime, Field(description="L'instant où il a été demandé.")]
    par: Annotated[AgentDecrit, Field(description="Qui l'a demandé.")]
    debut: Annotated[datetime | None, Field(description="L'instant où il a commencé.")]
    fin_estimee: Annotated[datetime | None, Field(description="Quand il devrait être prêt.")]
    fin: Annotated[datetime | None, Field(description="L'instant où il a fini.")]
    cause: Annotated[CauseEchec | None, Field(description="Pourquoi il a échoué.")]
    taille: Annotated[int | None, Field(description="La taille du fichier, en octets.")]
    sha256: Annotated[str | None, Field(description="L'empreinte SHA-256 du fichier.")]
    expire_le: Annotated[datetime | None, Field(description="Quand son fichier s'efface.")]


@decrit("Une page d'exports, du dernier demandé au premier.")
@dataclass(frozen=True, slots=True)
class Exports:
    """A page, the last asked for first; `suivant` is the cursor of the next page, if any."""

    exports: Annotated[list[ExportDecrit], Field(description="Les exports de la page.")]
    suivant: UUID | None


def decrire_export(ligne: Any, par: AgentDecrit | None, le: datetime) -> ExportDecrit:
    """A row of `export`, as of this instant."""
    demande = DEMANDES.validate_json(ligne.demande)
    return ExportDecrit(
        id=ligne.id,
        format=demande.format,
        filtres=demande.dire(),
        etat=EtatExport(ligne.etat),
        fait=ligne.fait,
        total=ligne.total,
        demande_le=ligne.demande_le,
        par=par or AgentDecrit(ligne.agent, None, None, None),
        debut=ligne.debut,
        fin_estimee=_estimer(ligne, le),
        fin=ligne.fin,
        cause=None if ligne.cause is None else CauseEchec(ligne.cause),
        taille=ligne.taille,
        sha256=None if ligne.sha256 is None else ligne.sha256.hex(),
        expire_le=ligne.expire_le,
    )


def _estimer(ligne: Any, le: datetime) -> datetime | None:
    """At the pace at which it has gone so far."""
    if ligne.etat != EtatExport.EN_COURS or not ligne.fait or not ligne.total or le < ligne.debut:
        return None
    return ligne.debut + (le - ligne.debut) * ligne.total / ligne.fait
