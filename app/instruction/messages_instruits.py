"""The acts of reviewers in a thread: to read it, to write to who applies, to say what was read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.acces.agents import AgentDecrit, agent_de
from app.acces.appelant import Appelant
from app.acces.droits import Role
from app.candidatures.details import DetailMessage
from app.candidatures.evenements_des_messages import EvenementMessageRecu
from app.instruction.noter import noter
from app.instruction.queries import ouvrir
from app.kit.glossary import decrit
from app.kit.services import Services
from app.kit.web.idempotency import Cle, deja_repondu, memoriser
from app.messages.ajouter import Plume, ajouter, marquer_lu
from app.messages.fil import Ecrit, lire_le_message, lire_messages
from app.messages.representation import LectureFaite, MessageAEnvoyer, MessageEchange
from app.messages.tables import Cote


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


@dataclass(frozen=True, slots=True)
class Adresse:
    """A message sent; the version that it makes of the dossier. `rejoue`: it had been sent."""

    message: MessageInstruit
    version: int
    rejoue: bool


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
    cle: Cle | None,
    arrivee: datetime,
) -> Adresse:
    """Add a message of the reviewers' side.

    Raises `Introuvable`, `EtatIncompatible`, `TropDeMessages`, `CleEnCours`, `CleReutilisee`.
    """
    async with services.base.transaction() as connexion:
        memoire = await deja_repondu(connexion, cle, arrivee) if cle else None
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        if memoire is None:
            de = Plume(Cote.INSTRUCTION, agent_de(appelant))
            rang = await ajouter(connexion, id, lue.etat, de, voulu.texte, arrivee)
            fait = EvenementMessageRecu(DetailMessage(rang))
            version = await noter(connexion, id, fait, appelant, arrivee)
            if cle:
                await memoriser(connexion, cle, id, str(rang), arrivee)
        else:
            rang, version = int(memoire), lue.version
        ecrit = await lire_le_message(connexion, id, rang)
    return Adresse(_instruit(ecrit), version, memoire is not None)


async def dire_lu_au_demandeur(
    services: Services, id: UUID, jusqu_a: int, appelant: Appelant, arrivee: datetime
) -> LectureFaite:
    """Say that the reviewers' side has read up to a message.

    Raises `Introuvable`, `RequeteInvalide`.
    """
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        return await marquer_lu(connexion, lue.id, Cote.INSTRUCTION, jusqu_a, arrivee)


def _instruit(ecrit: Ecrit) -> MessageInstruit:
    e = ecrit.echange
    return MessageInstruit(
        *(e.rang, e.de, e.texte, e.le, e.lu_le),
        *(ecrit.agent, ecrit.role, ecrit.courriel),
    )
