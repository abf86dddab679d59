"""The corrections asked of a dossier, as reviewers read them."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import AgentDecrit, noms_des_agents
from app.candidatures.corrections import CorrectionSuivie, demandees
from app.kit.glossary import decrit


@decrit("Une correction demandée, par qui, et ce qui en est advenu.")
@dataclass(frozen=True, slots=True)
class CorrectionInstruite(CorrectionSuivie):
    """A correction as reviewers read it."""

    par: Annotated[AgentDecrit, Field(description="Qui l'a demandée.")]


@decrit("Les corrections demandées d'un dossier, de la première à la dernière.")
@dataclass(frozen=True, slots=True)
class CorrectionsInstruites:
    """All those of a dossier, oldest first."""

    corrections: list[CorrectionInstruite]


def signee(suivie: CorrectionSuivie, par: AgentDecrit) -> CorrectionInstruite:
    """The same, with who asked."""
    telle = {champ.name: getattr(suivie, champ.name) for champ in fields(suivie)}
    return CorrectionInstruite(**telle, par=par)


async def corrections_de(
    connexion: AsyncConnection, id: UUID, le: datetime
) -> list[CorrectionInstruite]:
    """Those of a dossier that the caller may see, as they stand at this instant."""
    siennes = await demandees(connexion, id, le)
    agents = await noms_des_agents(connexion, frozenset(une.agent for une in siennes))
    return [
        signee(une.suivie, agents.get(une.agent) or AgentDecrit(une.agent, None, None, None))
        for une in siennes
    ]
