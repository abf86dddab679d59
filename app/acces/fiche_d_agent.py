"""What no account says of an agent: given with a key, or written by the administration."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import AgentDecrit, agent_d_empreinte, decrire_agent
from app.acces.cles import empreinte_du_titulaire
from app.acces.cles_decrites import DemandeDeCle, Mention
from app.acces.tables import agent
from app.kit.glossary import decrit
from app.kit.postgres.database import Base
from app.kit.web.problems import Introuvable


@decrit("Ce qu'un agent est dans son service ; ce qui n'est pas donné ne change pas.")
class FicheAgent(BaseModel):
    """What changes of an agent: what is not given stays, null forgets."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    service: Annotated[
        Mention | None,
        Field(description="Le service où il travaille ; son compte, s'il le dit, l'emporte."),
    ] = None
    qualite: Annotated[Mention | None, Field(description="Sa qualité dans ce service.")] = None


async def completer_agent(base: Base, id: UUID, fiche: FicheAgent) -> AgentDecrit:
    """Write what is given; the agent as others are shown them. Raises `Introuvable`."""
    voulu = fiche.model_dump(exclude_unset=True) or {"id": id}
    enonce = update(agent).where(agent.c.id == id).values(voulu).returning(agent)
    async with base.transaction() as connexion:
        if (ligne := (await connexion.execute(enonce)).one_or_none()) is None:
            raise Introuvable
    return decrire_agent(ligne)


async def inscrire_l_outil(
    connexion: AsyncConnection, titulaire: UUID, demande: DemandeDeCle, le: datetime
) -> None:
    """Write down the new holder of a key that reviews, who is in the directory from now on."""
    valeurs = demande.model_dump(mode="json", include={"nom", "service", "qualite", "regions"})
    id = agent_d_empreinte(empreinte_du_titulaire(titulaire))
    await connexion.execute(insert(agent).values(id=id, cle=True, vu_le=le, **valeurs))
