"""The acts that change the address that opens a candidature: asked by its owner, confirmed there.

Nothing changes before somebody follows the link sent to the new address; the former one is told.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.acces.appelant import Appelant, Auteur
from app.acces.droits import Role
from app.acces.jeton import Prefixe, lire_jeton
from app.acces.liens import couper_les_liens
from app.acces.tables import acces, lien
from app.candidatures.details import DetailAcces
from app.candidatures.evenements import EvenementAdresse, EvenementAdresseDemandee
from app.candidatures.journal import consigner
from app.candidatures.partage.envois import AVERTIR, CONFIRMER, a_faire
from app.candidatures.partage.refus import LienRefuse
from app.candidatures.partage.remise import AdresseConfirmee
from app.candidatures.queries import ouvrir
from app.candidatures.tables import candidature
from app.kit.mailboxes import boite_de
from app.kit.services import Services


async def demander_l_adresse(
    services: Services, id: UUID, appelant: Appelant, courriel: str, arrivee: datetime
) -> None:
    """Have a link sent to an address that its owner wants to open the candidature."""
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        fait = EvenementAdresseDemandee(DetailAcces(lue.acces_id, lue.role))
        await consigner(connexion, id, fait, lue.auteur(appelant), arrivee)
        quoi = a_faire(arrivee, acces=lue.acces_id, courriel=courriel)
        await services.travaux.confier(connexion, CONFIRMER, quoi)


async def confirmer_l_adresse(
    services: Services, texte: str, origine: str | None, arrivee: datetime
) -> AdresseConfirmee:
    """Make the address to which a link was sent the one that opens its candidature.

    It gives no secret. Every link of that access dies with this one; the former address is told.
    Raises `LienRefuse` alike for whatever does not work.
    """
    presente = lire_jeton(texte, Prefixe.ADRESSE)
    if presente is None:
        raise LienRefuse
    trouver = (
        select(candidature.c.id, candidature.c.courriel, acces.c.id, lien.c.courriel)
        .join(acces, acces.c.candidature_id == candidature.c.id)
        .join(lien, lien.c.acces_id == acces.c.id)
        .where(lien.c.empreinte == presente.empreinte, lien.c.expire_le > arrivee)
        .where(acces.c.revoque_le.is_(None), acces.c.role == Role.PROPRIETAIRE.value)
        # Whoever comes at the same time waits here, and finds the link gone.
        .with_for_update(of=(candidature, acces))
    )
    async with services.base.transaction() as connexion:
        trouve = (await connexion.execute(trouver)).one_or_none()
        if trouve is None:
            raise LienRefuse
        id, ancienne, acces_id, nouvelle = trouve
        if presente.empreinte not in await couper_les_liens(connexion, acces_id):
            raise LienRefuse
        fait = EvenementAdresse(DetailAcces(acces_id, Role.PROPRIETAIRE))
        auteur = Auteur(Role.PROPRIETAIRE, acces_id, origine)
        await consigner(connexion, id, fait, auteur, arrivee, courriel=nouvelle)
        prevenir = ancienne and boite_de(ancienne)
        if prevenir and prevenir != nouvelle:
            quoi = a_faire(arrivee, courriel=prevenir, candidature=id)
            await services.travaux.confier(connexion, AVERTIR, quoi)
    return AdresseConfirmee(id, nouvelle)
