"""The acts of who applies: to write to those who review, to say what they have read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.acces.appelant import Appelant
from app.candidatures.details import DetailMessage
from app.candidatures.evenements_des_messages import EvenementMessageEnvoye
from app.candidatures.journal import consigner
from app.candidatures.queries import ouvrir
from app.depots.avancer import avancer
from app.kit.services import Services
from app.kit.web.idempotency import Cle, deja_repondu, memoriser
from app.messages.ajouter import Plume, ajouter, marquer_lu
from app.messages.fil import lire_le_message
from app.messages.representation import LectureFaite, Message, MessageAEnvoyer
from app.messages.tables import Cote


@dataclass(frozen=True, slots=True)
class Envoye:
    """A message as who sent it reads it; `rejoue`: it had been sent under the same key."""

    message: Message
    rejoue: bool


async def ecrire_au_service(
    services: Services,
    id: UUID,
    voulu: MessageAEnvoyer,
    appelant: Appelant,
    cle: Cle | None,
    arrivee: datetime,
) -> Envoye:
    """Add a message of the applicant's side.

    Raises `Introuvable`, `EtatIncompatible`, `TropDeMessages`, `CleEnCours`, `CleReutilisee`.
    """
    async with services.base.transaction() as connexion:
        memoire = await deja_repondu(connexion, cle, arrivee) if cle else None
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        if memoire is None:
            de = Plume(Cote.DEMANDEUR, lue.acces_id)
            rang = await ajouter(connexion, id, lue.etat, de, voulu.texte, arrivee)
            fait = EvenementMessageEnvoye(DetailMessage(rang))
            await avancer(connexion, id, fait, arrivee)
            await consigner(connexion, id, fait, lue.auteur(appelant), arrivee)
            if cle:
                await memoriser(connexion, cle, id, str(rang), arrivee)
        else:
            rang = int(memoire)
        ecrit = await lire_le_message(connexion, id, rang)
    return Envoye(ecrit.pour_le_demandeur(), memoire is not None)


async def lire_jusqu_a(
    services: Services, id: UUID, jusqu_a: int, appelant: Appelant, arrivee: datetime
) -> LectureFaite:
    """Say that the applicant's side has read up to a message.

    Raises `Introuvable`, `RequeteInvalide`.
    """
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        return await marquer_lu(connexion, lue.id, Cote.DEMANDEUR, jusqu_a, arrivee)
