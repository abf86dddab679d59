"""The acts of reviewers in a thread: to read it, to write to who applies, to say what was read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import AgentDecrit, agent_de
from app.acces.appelant import INSTRUCTION, Appelant, Auteur
from app.acces.droits import Role
from app.candidatures.details import DetailMessage
from app.candidatures.evenements_des_messages import EvenementMessageRecu
from app.candidatures.une_fois import Fait, une_fois
from app.instruction.information import Information, Nouvelle
from app.instruction.informer import APRES_COUP, prevoir
from app.instruction.noter import noter
from app.instruction.queries import ouvrir
from app.kit.glossary import decrit
from app.kit.services import Services
from app.kit.web.idempotency import Cle
from app.messages.ajouter import ajouter
from app.messages.cotes import Cote
from app.messages.entree import Entree, Entrer
from app.messages.fil import Ecrit, lire_le_message, lire_messages
from app.messages.marquer import marquer_lu
from app.messages.representation import LectureFaite, MessageAEnvoyer, MessageEchange


@decrit("Un message, tel que ceux qui instruisent le lisent.")
@dataclass(frozen=True, slots=True)
class MessageInstruit(MessageEchange):
    """A message, and who wrote it: an agent, or somebody of the applicant's side."""

    agent: Annotated[
        AgentDecrit | None, Field(description="L'agent qui l'a écrit ; nul pour le demandeur.")
    ]
    role: Annotated[
        Role | None,
        Field(description="Le rôle de qui l'a écrit, du côté du demandeur ; nul pour un agent."),
    ]
    courriel: Annotated[
        str | None,
        Field(description="L'adresse de qui l'a écrit, du côté du demandeur, si elle est connue."),
    ]


@decrit("Une page de messages, du plus ancien au plus récent.")
@dataclass(frozen=True, slots=True)
class MessagesInstruits:
    """A page of a thread, oldest first; `suivant`: the cursor of the next one, if any."""

    messages: Annotated[list[MessageInstruit], Field(description="Les messages de la page.")]
    suivant: str | None


async def messages_du_dossier(
    services: Services, id: UUID, appelant: Appelant, apres: int, limite: int
) -> MessagesInstruits:
    """A page of the thread of a dossier; raises `Introuvable`."""
    async with services.base.lecture() as connexion:
        await ouvrir(connexion, id, appelant)
        ecrits, suivant = await lire_messages(connexion, id, apres, limite)
    return MessagesInstruits([_instruit(ecrit) for ecrit in ecrits], suivant)


async def ecrire_au_demandeur(
    services: Services,
    id: UUID,
    voulu: MessageAEnvoyer,
    appelant: Appelant,
    arrivee: datetime,
    cle: Cle | None,
) -> Fait:
    """Add a message of the reviewers' side.

    It gives its rank, and the version that it makes of the dossier. Raises `Introuvable`,
    `EtatIncompatible`, `TropDeMessages`, and what `une_fois` raises.
    """
    async with services.base.transaction() as connexion:
        entree = await entree_des_instructeurs(id, appelant)(connexion, True)
        return await une_fois(
            *(connexion, cle, id, arrivee),
            lambda: _ecrire(services, connexion, id, voulu, appelant, entree, arrivee),
        )


async def _ecrire(
    services: Services,
    connexion: AsyncConnection,
    id: UUID,
    voulu: MessageAEnvoyer,
    appelant: Appelant,
    entree: Entree,
    arrivee: datetime,
) -> tuple[int, int]:
    rang = await ajouter(connexion, id, entree, voulu, arrivee)
    fait = EvenementMessageRecu(DetailMessage(rang))
    version = await noter(connexion, id, fait, appelant, arrivee)
    a_dire = [Information(id, Nouvelle.MESSAGE, rang)]
    await prevoir(services, connexion, a_dire, APRES_COUP)
    return rang, version


def entree_des_instructeurs(id: UUID, appelant: Appelant) -> Entrer:
    """How those who review are let into the thread of a dossier of theirs."""
    agent = agent_de(appelant)

    async def entrer(connexion: AsyncConnection, verrou: bool) -> Entree:
        lue = await ouvrir(connexion, id, appelant, verrou=verrou)
        signe = Auteur(INSTRUCTION, agent, appelant.origine)
        return Entree(lue.etat, Cote.INSTRUCTION, agent, signe)

    return entrer


async def message_du_dossier(services: Services, id: UUID, rang: int) -> MessageInstruit:
    """The message of this rank, which is there, for who has been let into the dossier."""
    async with services.base.lecture() as connexion:
        return _instruit(await lire_le_message(connexion, id, rang))


async def dire_lu_au_demandeur(
    services: Services, id: UUID, jusqu_a: int, appelant: Appelant, arrivee: datetime
) -> LectureFaite:
    """Say that the reviewers' side has read up to a message.

    Raises `Introuvable`, `RequeteInvalide`.
    """
    async with services.base.transaction() as connexion:
        entree = await entree_des_instructeurs(id, appelant)(connexion, True)
        return await marquer_lu(connexion, id, entree, jusqu_a, arrivee)


def _instruit(ecrit: Ecrit) -> MessageInstruit:
    e = ecrit.echange
    return MessageInstruit(
        *(e.rang, e.de, e.texte, e.le, e.lu_le, e.pieces),
        *(ecrit.agent, ecrit.role, ecrit.courriel),
    )
