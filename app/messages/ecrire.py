"""The acts of who applies: to write to those who review, to say what they have read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant, Auteur
from app.candidatures.details import DetailMessage
from app.candidatures.evenements_des_messages import EvenementMessageEnvoye
from app.candidatures.journal import consigner
from app.candidatures.queries import Candidature, ouvrir
from app.candidatures.une_fois import Fait, une_fois
from app.depots.avancer import avancer
from app.kit.services import Services
from app.kit.web.idempotency import Cle
from app.messages.ajouter import Plume, ajouter, marquer_lu
from app.messages.representation import LectureFaite, MessageAEnvoyer
from app.messages.tables import Cote


async def ecrire_au_service(
    services: Services,
    id: UUID,
    voulu: MessageAEnvoyer,
    appelant: Appelant,
    arrivee: datetime,
    cle: Cle | None,
) -> Fait:
    """Add a message of the applicant's side; it gives its rank.

    Raises `Introuvable`, `EtatIncompatible`, `TropDeMessages`, and what `une_fois` raises.
    """
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        auteur = lue.auteur(appelant)
        return await une_fois(
            *(connexion, cle, id, arrivee),
            lambda: _ecrire(connexion, lue, voulu, auteur, arrivee),
        )


async def _ecrire(
    connexion: AsyncConnection,
    lue: Candidature,
    voulu: MessageAEnvoyer,
    auteur: Auteur,
    arrivee: datetime,
) -> int:
    de = Plume(Cote.DEMANDEUR, lue.acces_id)
    rang = await ajouter(connexion, lue.id, lue.etat, de, voulu.texte, arrivee)
    fait = EvenementMessageEnvoye(DetailMessage(rang))
    await avancer(connexion, lue.id, fait, arrivee)
    await consigner(connexion, lue.id, fait, auteur, arrivee)
    return rang


async def lire_jusqu_a(
    services: Services, id: UUID, jusqu_a: int, appelant: Appelant, arrivee: datetime
) -> LectureFaite:
    """Say that the applicant's side has read up to a message.

    Raises `Introuvable`, `RequeteInvalide`.
    """
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        return await marquer_lu(connexion, lue.id, Cote.DEMANDEUR, jusqu_a, arrivee)
