"""Who is in charge of dossiers: agents of the directory, one of whom answers for each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import AgentDecrit, decrire_agent
from app.acces.tables import agent
from app.instruction.tables import affectation
from app.kit.glossary import decrit

AFFECTES_MAX: Final = 20


@decrit("Un agent à charger d'un dossier.")
class Affectation(BaseModel):
    """An agent of the directory; `responsable`: who answers for the dossier."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    agent: Annotated[UUID, Field(strict=False, description="Son identifiant dans l'annuaire.")]
    responsable: Annotated[bool, Field(description="Si c'est lui qui répond du dossier.")] = False


@decrit("Les agents à charger d'un dossier : ceux-ci et nul autre.")
class Affectations(BaseModel):
    """Those in charge from now on; one at most answers for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    affectations: Annotated[
        list[Affectation],
        Field(max_length=AFFECTES_MAX, description="Les agents ; vide pour n'en charger aucun."),
    ]


@decrit("Un agent chargé d'un dossier.")
@dataclass(frozen=True, slots=True)
class Affecte:
    """An agent in charge of a dossier, since `le`."""

    agent: AgentDecrit
    responsable: Annotated[bool, Field(description="Si c'est lui qui répond du dossier.")]
    le: datetime


@decrit("Les agents chargés d'un dossier.")
@dataclass(frozen=True, slots=True)
class ListeAffectes:
    """Those in charge, who answers for it first."""

    affectations: Annotated[list[Affecte], Field(description="Les agents chargés du dossier.")]


_LIRE: Final = (
    select(
        *(affectation.c.candidature_id, affectation.c.responsable, affectation.c.le),
        *(affectation.c.agent, agent),
    )
    .outerjoin(agent, agent.c.id == affectation.c.agent)
    .order_by(affectation.c.responsable.desc(), affectation.c.le, affectation.c.agent)
)


async def affectations_des(
    connexion: AsyncConnection, ids: Collection[UUID]
) -> dict[UUID, list[Affecte]]:
    """Those in charge of these dossiers; whom the directory has forgotten has no name."""
    charges: dict[UUID, list[Affecte]] = {}
    enonce = _LIRE.where(affectation.c.candidature_id.in_(ids))
    for ligne in await connexion.execute(enonce):
        agent = decrire_agent(ligne) if ligne.id else AgentDecrit(ligne.agent, None, None, None)
        charge = Affecte(agent, ligne.responsable, ligne.le)
        charges.setdefault(ligne.candidature_id, []).append(charge)
    return charges


async def affectations_de(connexion: AsyncConnection, id: UUID) -> list[Affecte]:
    """Those in charge of a dossier."""
    return (await affectations_des(connexion, [id])).get(id, [])
