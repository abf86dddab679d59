"""Who is in charge of a dossier: agents of the directory, one of whom answers for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import AgentDecrit, agent_de, decrire_agent, noms_des_agents
from app.acces.appelant import Appelant
from app.acces.tables import agent
from app.candidatures.evenements import EvenementAffectation
from app.instruction.noter import noter
from app.instruction.queries import ouvrir
from app.instruction.tables import affectation
from app.instruction.version_lue import verifier_version
from app.kit.glossary import decrit
from app.kit.services import Services
from app.kit.web.problems import ParametreRefuse, RequeteInvalide

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


async def affecter_le_dossier(
    services: Services,
    id: UUID,
    voulues: Affectations,
    appelant: Appelant,
    si_version: str | None,
    arrivee: datetime,
) -> int:
    """Put these in charge, and nobody else; the version of the dossier.

    Raises `Introuvable`, `InstructionPerimee`, `RequeteInvalide` for agents that nobody knows, or
    of whom two answer for it.
    """
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        await verifier_version(connexion, lue, si_version)
        await verifier_agents(connexion, voulues.affectations)
        return await affecter(connexion, id, voulues.affectations, appelant, arrivee)


async def affecter(
    connexion: AsyncConnection,
    id: UUID,
    voulues: Sequence[Affectation],
    appelant: Appelant,
    le: datetime,
) -> int:
    """Write who is in charge of a dossier whose rows are locked; the version that it makes."""
    await connexion.execute(delete(affectation).where(affectation.c.candidature_id == id))
    if voulues:
        par = agent_de(appelant)
        await connexion.execute(
            insert(affectation),
            [
                {
                    "candidature_id": id,
                    "agent": voulue.agent,
                    "responsable": voulue.responsable,
                    "le": le,
                    "par": par,
                }
                for voulue in voulues
            ],
        )
    return await noter(connexion, id, EvenementAffectation(), appelant, le)


async def verifier_agents(connexion: AsyncConnection, voulues: Sequence[Affectation]) -> None:
    """Raise `RequeteInvalide` unless each is known, once, and one at most answers."""
    ids = [voulue.agent for voulue in voulues]
    connus = await noms_des_agents(connexion, frozenset(ids))
    fautes = [
        ParametreRefuse("body", f"/affectations/{rang}/agent", type_)
        for rang, un in enumerate(ids)
        for type_ in _fautes(un, ids[:rang], connus)
    ]
    if sum(voulue.responsable for voulue in voulues) > 1:
        fautes.append(ParametreRefuse("body", "/affectations", "plusieurs_responsables"))
    if fautes:
        raise RequeteInvalide("Ces agents ne peuvent pas être chargés.", parametres=fautes)


def _fautes(un: UUID, avant: Sequence[UUID], connus: dict[UUID, AgentDecrit]) -> list[str]:
    dites = {"agent_inconnu": un not in connus, "agent_deux_fois": un in avant}
    return [type_ for type_, vrai in dites.items() if vrai]


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
