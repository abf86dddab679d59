"""The act of putting agents in charge of a dossier."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import AgentDecrit, agent_de, noms_des_agents
from app.acces.appelant import Appelant
from app.candidatures.evenements_instruits import EvenementAffectation
from app.instruction.affectations import Affectation, Affectations
from app.instruction.noter import noter_toutes
from app.instruction.queries import ouvrir
from app.instruction.tables import affectation
from app.instruction.version_lue import verifier_version
from app.kit.services import Services
from app.kit.web.problems import ParametreRefuse, RequeteInvalide


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
    return (await affecter_toutes(connexion, [id], voulues, appelant, le))[id]


async def affecter_toutes(
    connexion: AsyncConnection,
    ids: Sequence[UUID],
    voulues: Sequence[Affectation],
    appelant: Appelant,
    le: datetime,
) -> dict[UUID, int]:
    """The same of many dossiers; the version that it makes of each."""
    await connexion.execute(delete(affectation).where(affectation.c.candidature_id.in_(ids)))
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
                for id in ids
                for voulue in voulues
            ],
        )
    return await noter_toutes(connexion, ids, EvenementAffectation(), appelant, le)


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
