"""The acts of revoking an access, and all but one's own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.acces.droits import Role
from app.acces.liens import couper_les_liens
from app.acces.tables import acces
from app.candidatures.details import DetailAcces
from app.candidatures.evenements import EvenementRevocation
from app.candidatures.journal import consigner
from app.candidatures.partage.liste import Acces, EtatAcces, acces_de, autres_acces
from app.candidatures.partage.refus import DernierAcces
from app.candidatures.queries import Candidature, ouvrir
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
        tous = await acces_de(connexion, id, lue.acces_id)
        vise = next((a for a in tous if a.id == acces_id), None)
        if vise is None:
            raise Introuvable
        if vise.etat is EtatAcces.REVOQUE:
            return
        entrees = [a for a in tous if a.role is Role.PROPRIETAIRE and a.etat is EtatAcces.ACTIF]
        if entrees == [vise]:
            raise DernierAcces
        await _fermer(connexion, lue, vise, appelant, arrivee)


async def revoquer_les_autres(
    services: Services, id: UUID, appelant: Appelant, arrivee: datetime
) -> None:
    """Close every access but the one shown: co-editors, accounts, keys, invitations."""
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        for autre in await autres_acces(connexion, id, lue.acces_id):
            await _fermer(connexion, lue, autre, appelant, arrivee)


async def _fermer(
    connexion: AsyncConnection,
    lue: Candidature,
    vise: Acces,
    appelant: Appelant,
    arrivee: datetime,
) -> None:
    await couper_les_liens(connexion, vise.id)
    await connexion.execute(
        update(acces).where(acces.c.id == vise.id).values(empreinte=None, revoque_le=arrivee)
    )
    fait = EvenementRevocation(DetailAcces(vise.id, vise.role))
    await consigner(connexion, lue.id, fait, lue.auteur(appelant), arrivee)
