"""The acts of reading and setting what an agent wants for themselves."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.acces.tables import Preuve
from app.instruction.nouvelles.tables import courrier
from app.kit.glossary import decrit
from app.kit.postgres.database import Base


@decrit("Ce que vous voulez pour vous.")
class ReglagesVoulus(BaseModel):
    """What somebody wants for themselves."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    courrier_quotidien: Annotated[
        bool, Field(description="Si vous voulez un courriel par jour où il y a du nouveau.")
    ]


@decrit("Qui vous êtes dans l'annuaire, et ce qui est réglé pour vous.")
@dataclass(frozen=True, slots=True)
class Reglages:
    """Who of the directory calls, and what they get."""

    agent: Annotated[UUID, Field(description="Votre identifiant dans l'annuaire.")]
    courrier_quotidien: Annotated[
        bool,
        Field(description="Si un courriel vous dit ce qui est nouveau ; jamais pour une clé."),
    ]


async def lire_les_reglages(connexion: AsyncConnection, appelant: Appelant) -> Reglages:
    """What this caller gets: mail, unless they are a tool, have no address, or do not want it."""
    moi = agent_de(appelant)
    voulu = await connexion.scalar(select(courrier.c.voulu).where(courrier.c.agent == moi))
    joignable = appelant.genre is Preuve.AGENT and appelant.courriel is not None
    return Reglages(moi, joignable and voulu is not False)


async def regler(base: Base, appelant: Appelant, voulus: ReglagesVoulus) -> Reglages:
    """Set what this caller wants; what they get from then on."""
    neuf = insert(courrier).values(agent=agent_de(appelant), voulu=voulus.courrier_quotidien)
    async with base.transaction() as connexion:
        await connexion.execute(
            neuf.on_conflict_do_update(
                index_elements=[courrier.c.agent], set_={"voulu": neuf.excluded.voulu}
            )
        )
        return await lire_les_reglages(connexion, appelant)
