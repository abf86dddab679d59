"""The acts of taking candidatures in charge (T1), and of giving one back (T2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.candidatures.corrections import demandees
from app.candidatures.etats import Acte, Etat
from app.candidatures.evenements_instruits import EvenementPrise, EvenementRendue
from app.candidatures.refus import EtatIncompatible
from app.candidatures.une_fois import Fait, une_fois
from app.config import Settings
from app.instruction.affectations import Affectation, affectations_de
from app.instruction.affecter import affecter, affecter_toutes, verifier_agents
from app.instruction.information import Information, Nouvelle
from app.instruction.informer import prevoir
from app.instruction.noter import noter, noter_toutes
from app.instruction.proposition import proposition_de
from app.instruction.queries import Instruite, ouvrir
from app.instruction.refus import CampagneOuverte, InstructionAvancee
from app.instruction.refus_de_l_arrete import LotArrete
from app.kit.services import Services
from app.kit.web.idempotency import Cle
from app.kit.web.problems import Probleme
from app.kit.web.tickets import VALIDITE

# The states that these acts lead to.
_PRISE: Final = cast(Etat, Acte.PRENDRE.vers)
_RENDUE: Final = cast(Etat, Acte.RENDRE.vers)


@dataclass(frozen=True, slots=True)
class Demande:
    """Who takes or gives back, when that arrived, whom they put in charge: themselves if nobody.

    `cle`: their `Idempotency-Key`.
    """

    appelant: Appelant
    arrivee: datetime
    affectations: Sequence[Affectation] = ()
    cle: Cle | None = None


def prenable_le(settings: Settings) -> datetime:
    """From when on candidatures are taken: until then a deposit that arrived in time may still come
    back with its ticket, or under its key.
    """
    return settings.cloture + VALIDITE


async def prendre(services: Services, id: UUID, demande: Demande) -> Fait:
    """Take one in charge; done again, it changes nothing.

    Raises `Introuvable`, `EtatIncompatible`, `CampagneOuverte`, `RequeteInvalide` for an agent
    that nobody knows, and what `une_fois` raises.
    """
    async with services.base.transaction() as connexion:
        # Who may not open it learns nothing of agents.
        await ouvrir(connexion, id, demande.appelant)
        await verifier_agents(connexion, demande.affectations)
        return await une_fois(
            *(connexion, demande.cle, id, demande.arrivee),
            lambda: _prendre(services, connexion, id, demande),
        )


async def _prendre(
    services: Services, connexion: AsyncConnection, id: UUID, demande: Demande
) -> None:
    lue = await ouvrir(connexion, id, demande.appelant, verrou=True)
    if deja_prise(lue):
        return
    if refus := empechement(services.settings, lue, demande):
        raise refus
    await prendre_toutes(services, connexion, [lue.id], demande)


def deja_prise(lue: Instruite) -> bool:
    """Whether one is under review."""
    return lue.etat is _PRISE


def empechement(settings: Settings, lue: Instruite, demande: Demande) -> Probleme | None:
    """Why one that is not taken yet cannot be now."""
    if not lue.etat.permet(Acte.PRENDRE):
        return _incompatible(lue, "seule une candidature déposée se prend en instruction")
    if demande.arrivee < prenable_le(settings):
        return CampagneOuverte(arrivee=demande.arrivee, cloture=settings.cloture)
    return None


async def prendre_toutes(
    services: Services, connexion: AsyncConnection, ids: Sequence[UUID], demande: Demande
) -> None:
    """Take these, whose rows are locked and which nothing hinders; applicants are told."""
    voulues = demande.affectations or [
        Affectation(agent=agent_de(demande.appelant), responsable=True)
    ]
    await affecter_toutes(connexion, ids, voulues, demande.appelant, demande.arrivee)
    qui, le = demande.appelant, demande.arrivee
    await noter_toutes(connexion, ids, EvenementPrise(), qui, le, etat=_PRISE.value)
    if services.settings.courriel_prise:
        await prevoir(services, connexion, [Information(id, Nouvelle.PRISE) for id in ids])


async def rendre(services: Services, id: UUID, demande: Demande) -> Fait:
    """Give one back, as it was before it was taken; done again, it changes nothing.

    Raises `Introuvable`, `EtatIncompatible`, `InstructionAvancee`, `LotArrete`, and what
    `une_fois` raises.
    """
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, demande.appelant, verrou=True)
        return await une_fois(
            *(connexion, demande.cle, id, demande.arrivee),
            lambda: _rendre(connexion, lue, demande.appelant, demande.arrivee),
        )


async def _rendre(
    connexion: AsyncConnection, lue: Instruite, appelant: Appelant, le: datetime
) -> None:
    if lue.etat is _RENDUE:
        return
    if not lue.etat.permet(Acte.RENDRE):
        raise _incompatible(lue, "seule une candidature prise en instruction se rend")
    if lue.arretee:
        raise LotArrete
    if await proposition_de(connexion, lue.id) or await demandees(connexion, lue.id, le):
        raise InstructionAvancee
    if await affectations_de(connexion, lue.id):
        await affecter(connexion, lue.id, (), appelant, le)
    await noter(connexion, lue.id, EvenementRendue(), appelant, le, etat=_RENDUE.value)


def _incompatible(lue: Instruite, regle: str) -> EtatIncompatible:
    mots = f"La candidature est à l'état « {lue.etat.mots} » : {regle}."
    return EtatIncompatible(mots, etat=lue.etat)
