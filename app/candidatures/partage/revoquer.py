"""The act of revoking an access."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from app.acces.appelant import Appelant
from app.acces.droits import Role
from app.acces.liens import couper_les_liens
from app.acces.tables import acces
from app.candidatures.evenements import DetailAcces, EvenementRevocation
from app.candidatures.journal import consigner
from app.candidatures.partage.liste import EtatAcces, acces_de
from app.candidatures.partage.refus import DernierAcces
from app.candidatures.queries import ouvrir
from app.kit.services import Services
from app.kit.web.problems import Introuvable


async def revoquer(
    services: Services, id: UUID, appelant: Appelant, acces_id: UUID, arrivee: datetime
) -> None:
    """Close an access at once, its links with it; the row stays, for the record to name it.

    Revoked already, nothing changes. Raises `Introuvable` for one that is not of this candidature,
    `DernierAcces` for the only one by which its owner gets in.
    """
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        tous = await acces_de(connexion, lue)
        vise = next((a for a in tous if a.id == acces_id), None)
        if vise is None:
            raise Introuvable
        if vise.etat is EtatAcces.REVOQUE:
            return
        entrees = [a for a in tous if a.role is Role.PROPRIETAIRE and a.etat is EtatAcces.ACTIF]
        if entrees == [vise]:
            raise DernierAcces
        await couper_les_liens(connexion, acces_id)
        await connexion.execute(
            update(acces).where(acces.c.id == acces_id).values(empreinte=None, revoque_le=arrivee)
        )
        fait = EvenementRevocation(DetailAcces(acces_id, vise.role))
        await consigner(connexion, id, fait, lue.auteur(appelant), arrivee)
