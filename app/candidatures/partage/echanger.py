"""The act of exchanging a link received by mail for a secret."""

from datetime import datetime

from sqlalchemy import select

from app.acces.appelant import Auteur
from app.acces.droits import Role
from app.acces.jeton import Prefixe, lire_jeton
from app.acces.liens import couper_les_liens, donner_un_secret
from app.acces.tables import acces, lien
from app.candidatures.details import DetailAcces
from app.candidatures.evenements import EvenementOuverture
from app.candidatures.journal import consigner
from app.candidatures.partage.liste import ADRESSE, autres_acces
from app.candidatures.partage.refus import LienRefuse
from app.candidatures.partage.remise import LienEchange
from app.candidatures.tables import candidature
from app.kit.services import Services


async def echanger(
    services: Services, texte: str, origine: str | None, arrivee: datetime
) -> LienEchange:
    """The new secret of the access that a link leads to; the former one opens nothing any more.

    Every link of that access dies with this one. Raises `LienRefuse`, alike for whatever does not
    work: used, expired, revoked, sent to an address that is no longer theirs, never made.
    """
    presente = lire_jeton(texte, Prefixe.LIEN)
    if presente is None:
        raise LienRefuse
    trouver = (
        select(candidature.c.id, acces.c.id, acces.c.role)
        .join(acces, acces.c.candidature_id == candidature.c.id)
        .join(lien, lien.c.acces_id == acces.c.id)
        .where(lien.c.empreinte == presente.empreinte, lien.c.expire_le > arrivee)
        .where(lien.c.courriel == ADRESSE, acces.c.revoque_le.is_(None))
        # Whoever comes at the same time waits here, and finds the link gone.
        .with_for_update(of=(candidature, acces))
    )
    async with services.base.transaction() as connexion:
        trouve = (await connexion.execute(trouver)).one_or_none()
        if trouve is None:
            raise LienRefuse
        id, acces_id, role = trouve
        if presente.empreinte not in await couper_les_liens(connexion, acces_id):
            raise LienRefuse
        jeton = await donner_un_secret(connexion, acces_id)
        fait = EvenementOuverture(DetailAcces(acces_id, Role(role)))
        await consigner(connexion, id, fait, Auteur(role, acces_id, origine), arrivee)
        autres = []
        if role == Role.PROPRIETAIRE:
            autres = await autres_acces(connexion, id, acces_id)
    return LienEchange(id, Role(role), jeton.texte, autres)
