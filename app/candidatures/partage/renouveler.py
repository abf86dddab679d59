"""The act of renewing one's own secret."""

from datetime import datetime
from uuid import UUID

from app.acces.appelant import Appelant
from app.acces.liens import couper_les_liens, remettre_un_secret
from app.candidatures.details import DetailAcces
from app.candidatures.evenements import EvenementRenouvellement
from app.candidatures.journal import consigner
from app.candidatures.partage.remise import JetonRemis
from app.candidatures.queries import ouvrir
from app.kit.services import Services


async def renouveler(
    services: Services, id: UUID, appelant: Appelant, arrivee: datetime
) -> JetonRemis:
    """A new secret, which takes the place of the one shown when it is shown itself.

    Its links open nothing any more.
    """
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        await couper_les_liens(connexion, lue.acces_id)
        jeton = await remettre_un_secret(connexion, lue.acces_id)
        fait = EvenementRenouvellement(DetailAcces(lue.acces_id, lue.role))
        await consigner(connexion, id, fait, lue.auteur(appelant), arrivee)
    return JetonRemis(id, lue.role, jeton.texte)
