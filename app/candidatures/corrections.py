"""The corrections asked of a candidature, and what became of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.correction import Correction, IssueCorrection, correction_de
from app.candidatures.tables import correction
from app.kit.glossary import decrit


@decrit("Une correction demandée, et ce qui en est advenu.")
@dataclass(frozen=True, slots=True)
class CorrectionSuivie(Correction):
    """One, and what became of it; `issue`: None while it is open."""

    issue: Annotated[
        IssueCorrection | None,
        Field(description="Comment elle a fini ; nulle tant qu'elle est ouverte."),
    ]
    close_le: Annotated[
        datetime | None, Field(description="Quand elle a fini ; nul tant qu'elle est ouverte.")
    ]
    depot_reponse: Annotated[
        int | None, Field(description="Le dépôt qui y répond ; nul s'il n'y en a pas.")
    ]
    sans_changement: Annotated[
        bool | None, Field(description="La réponse redépose ce qui l'était ; nul sans réponse.")
    ]
    motif_annulation: Annotated[
        str | None, Field(description="Pourquoi elle a été annulée ; nul si elle ne l'a pas été.")
    ]


@dataclass(frozen=True, slots=True)
class Demandee:
    """A row: what was asked, who asked."""

    suivie: CorrectionSuivie
    agent: UUID


@decrit("Les corrections demandées, de la première à la dernière.")
@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections asked of a candidature, oldest first."""

    corrections: list[CorrectionSuivie]


_ICI: Final = correction.c.candidature_id == bindparam("id")
_TOUTES: Final = select(correction).where(_ICI).order_by(correction.c.rang)


async def demandees(connexion: AsyncConnection, id: UUID, le: datetime) -> list[Demandee]:
    """All of a candidature, oldest first, as they stand at this instant."""
    lignes = (await connexion.execute(_TOUTES, {"id": id})).mappings()
    return [Demandee(suivre(ligne, le), ligne["agent"]) for ligne in lignes]


def suivre(ligne: Any, le: datetime) -> CorrectionSuivie:
    """What became of a row at this instant: its own tells, whether or not a job has."""
    c = correction_de(ligne)
    issue, close_le = ligne["issue"] and IssueCorrection(ligne["issue"]), ligne["close_le"]
    if issue in (None, IssueCorrection.EXPIREE):
        expiree = le >= c.jusqu_au
        issue, close_le = (IssueCorrection.EXPIREE, c.jusqu_au) if expiree else (None, None)
    return CorrectionSuivie(
        *(c.rang, c.depot, c.motif, c.message, c.pointeurs, c.rubriques),
        *(c.jusqu_au, c.demandee_le, issue, close_le),
        depot_reponse=ligne["depot_reponse"],
        sans_changement=ligne["sans_changement"],
        motif_annulation=ligne["motif_annulation"],
    )
