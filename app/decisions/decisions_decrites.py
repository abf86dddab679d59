"""A decision as it is shown: to who applies once it is published, to reviewers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.acces.agents import AgentDecrit
from app.decisions.gestes_demandes import MotifDeReexamen
from app.decisions.lettre import MotifDit, RecoursOuvert, Retenu
from app.decisions.lettre_signee import LettreSignee
from app.instruction.proposition import Sens
from app.kit.glossary import decrit


@decrit("Une décision publiée.")
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPubliee:
    """A decision as who applies reads it: what its letter says, and what became of it."""

    decision: Annotated[int, Field(description="Son rang, à partir de 1.")]
    depot: Annotated[int, Field(description="Le dépôt sur lequel elle porte.")]
    sens: Sens
    dispositif: Annotated[str, Field(description="Ce qui est décidé, en toutes lettres.")]
    motifs: Annotated[Sequence[MotifDit], Field(description="Pourquoi, et ce que cela veut dire.")]
    motivation: Annotated[str | None, Field(description="Pourquoi, en toutes lettres.")]
    territoire_retenu: Retenu
    recours: RecoursOuvert
    publiee_le: Annotated[datetime, Field(description="L'instant où elle a été publiée.")]
    rapportee_le: Annotated[
        datetime | None,
        Field(description="L'instant où elle a été rapportée ; nul si elle ne l'a pas été."),
    ]
    consultee_le: Annotated[
        datetime | None,
        Field(description="L'instant où le demandeur a ouvert sa lettre pour la première fois."),
    ]


@decrit("Pourquoi une décision a été rapportée, et par qui.")
@dataclass(frozen=True, slots=True)
class Rapport:
    """That a decision was taken back: when, by whom, why, on which ground."""

    le: datetime
    par: Annotated[AgentDecrit | None, Field(description="Qui l'a rapportée.")]
    motif: MotifDeReexamen
    raison: Annotated[str | None, Field(description="Pourquoi.")]
    fondement: Annotated[str | None, Field(description="Sur quel fondement.")]


@decrit("Une décision d'un dossier.")
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionInstruite:
    """A decision as reviewers read it; `publiee_le` is null while it is sealed."""

    decision: Annotated[int, Field(description="Son rang, à partir de 1.")]
    depot: Annotated[int, Field(description="Le dépôt sur lequel elle porte.")]
    lot: Annotated[UUID, Field(description="Le lot qui l'a arrêtée.")]
    sens: Sens
    motifs: Annotated[Sequence[MotifDit], Field(description="Pourquoi, et ce que cela veut dire.")]
    motivation: Annotated[str | None, Field(description="Pourquoi, en toutes lettres.")]
    territoire_retenu: Retenu
    empreinte: Annotated[str, Field(description="SHA-256 de sa lettre signée.")]
    arretee_le: Annotated[datetime, Field(description="L'instant où elle a été arrêtée.")]
    publiee_le: Annotated[
        datetime | None, Field(description="Nul tant qu'elle est arrêtée sans être publiée.")
    ]
    rapport: Annotated[Rapport | None, Field(description="Ce qui l'a rapportée, si elle l'est.")]
    consultee_le: Annotated[
        datetime | None,
        Field(description="L'instant où le demandeur a ouvert sa lettre pour la première fois."),
    ]


@decrit("Les décisions d'un dossier, de la première à la dernière.")
@dataclass(frozen=True, slots=True)
class DecisionsInstruites:
    """The decisions of a dossier, oldest first."""

    decisions: Annotated[Sequence[DecisionInstruite], Field(description="Ses décisions.")]


def publiee(ligne: Any) -> DecisionPubliee:
    """A row of `decision` that is published, as who applies reads it."""
    lettre = LettreSignee.model_validate_json(ligne.lettre).lettre
    return DecisionPubliee(
        decision=ligne.rang,
        depot=ligne.depot,
        sens=lettre.sens,
        dispositif=lettre.dispositif,
        motifs=lettre.motifs,
        motivation=lettre.motivation,
        territoire_retenu=lettre.territoire_retenu,
        recours=lettre.recours,
        publiee_le=ligne.publiee_le,
        rapportee_le=ligne.rapportee_le,
        consultee_le=ligne.consultee_le,
    )


def instruite(ligne: Any, par: AgentDecrit | None) -> DecisionInstruite:
    """A row of `decision` as reviewers read it; `par`: who took it back."""
    lettre = LettreSignee.model_validate_json(ligne.lettre).lettre
    rapport = None
    if ligne.rapportee_le:
        motif = MotifDeReexamen(ligne.motif_du_rapport)
        rapport = Rapport(ligne.rapportee_le, par, motif, ligne.raison, ligne.fondement)
    return DecisionInstruite(
        decision=ligne.rang,
        depot=ligne.depot,
        lot=ligne.lot,
        sens=lettre.sens,
        motifs=lettre.motifs,
        motivation=lettre.motivation,
        territoire_retenu=lettre.territoire_retenu,
        empreinte=ligne.empreinte.hex(),
        arretee_le=ligne.arretee_le,
        publiee_le=ligne.publiee_le,
        rapport=rapport,
        consultee_le=ligne.consultee_le,
    )
