"""The acts of who applies: to write to those who review, to say what they have read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.candidatures.details import DetailMessage
from app.candidatures.evenements_des_messages import EvenementMessageEnvoye
from app.candidatures.journal import consigner
from app.candidatures.queries import ouvrir
from app.candidatures.une_fois import Fait, une_fois
from app.depots.avancer import avancer
from app.kit.services import Services
from app.kit.web.idempotency import Cle
from app.messages.ajouter import ajouter
from app.messages.cotes import Cote
from app.messages.entree import Entree, Entrer
from app.messages.marquer import marquer_lu
from app.messages.representation import LectureFaite, MessageAEnvoyer


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
        entree = await entree_du_demandeur(id, appelant)(connexion, True)
        return await une_fois(
            *(connexion, cle, id, arrivee),
            lambda: _ecrire(connexion, id, voulu, entree, arrivee),
        )


async def _ecrire(
    connexion: AsyncConnection, id: UUID, voulu: MessageAEnvoyer, entree: Entree, arrivee: datetime
) -> int:
    rang = await ajouter(connexion, id, entree, voulu, arrivee)
    fait = EvenementMessageEnvoye(DetailMessage(rang))
    await avancer(connexion, id, fait, arrivee)
    await consigner(connexion, id, fait, entree.signe, arrivee)
    return rang


def entree_du_demandeur(id: UUID, appelant: Appelant) -> Entrer:
    """How the applicant's side is let into its thread."""

    async def entrer(connexion: AsyncConnection, verrou: bool) -> Entree:
        lue = await ouvrir(connexion, id, appelant, verrou=verrou)
        return Entree(lue.etat, Cote.DEMANDEUR, lue.acces_id, lue.auteur(appelant))

    return entrer


async def lire_jusqu_a(
    services: Services, id: UUID, jusqu_a: int, appelant: Appelant, arrivee: datetime
) -> LectureFaite:
    """Say that the applicant's side has read up to a message.

    Raises `Introuvable`, `RequeteInvalide`.
    """
    async with services.base.transaction() as connexion:
        entree = await entree_du_demandeur(id, appelant)(connexion, True)
        return await marquer_lu(connexion, id, entree, jusqu_a, arrivee)
