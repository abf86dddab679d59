"""The act of inviting somebody to a candidature."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.acces.droits import Role
from app.acces.liens import couper_les_liens
from app.acces.tables import Preuve, acces
from app.candidatures.details import DetailAcces
from app.candidatures.evenements import EvenementInvitation
from app.candidatures.journal import consigner
from app.candidatures.partage.demandes import InvitationAcces
from app.candidatures.partage.envois import INVITER, a_faire
from app.candidatures.partage.liste import Acces, EtatAcces, acces_de
from app.candidatures.partage.refus import TropDAcces
from app.candidatures.queries import Candidature, ouvrir
from app.kit.services import Services

ACCES_MAX: Final = 20  # not revoked, the owner's included


async def inviter(
    services: Services,
    id: UUID,
    appelant: Appelant,
    invitation: InvitationAcces,
    arrivee: datetime,
) -> tuple[Acces, bool]:
    """Open an access to the person at an address, to whom a link is sent; whether it is a new one.

    Invited already, they get the role asked for now, and another link: the former one is dead.
    Raises `TropDAcces`.
    """
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        ouverts = [
            a
            for a in await acces_de(connexion, id, lue.acces_id)
            if a.etat is not EtatAcces.REVOQUE
        ]
        deja = next((a for a in ouverts if _est_invite(a, invitation.courriel)), None)
        role = Role(invitation.role)
        if deja:
            ouvert = deja.id
            await couper_les_liens(connexion, ouvert)
            await connexion.execute(update(acces).where(acces.c.id == ouvert).values(role=role))
        elif len(ouverts) < ACCES_MAX:
            ouvert = await _ouvrir_a(connexion, lue, invitation.courriel, role, arrivee)
        else:
            raise TropDAcces(
                f"Une candidature compte au plus {ACCES_MAX} accès.", maximum=ACCES_MAX
            )
        fait = EvenementInvitation(DetailAcces(ouvert, role))
        await consigner(connexion, id, fait, lue.auteur(appelant), arrivee)
        await services.travaux.confier(connexion, INVITER, a_faire(arrivee, acces=ouvert))
        invite = next(a for a in await acces_de(connexion, id, lue.acces_id) if a.id == ouvert)
    return invite, deja is None


def _est_invite(trouve: Acces, courriel: str) -> bool:
    # The applicant's address is also that of the owner's access, which nobody was invited to.
    return trouve.role in (Role.EDITION, Role.LECTURE) and trouve.courriel == courriel


async def _ouvrir_a(
    connexion: AsyncConnection, lue: Candidature, courriel: str, role: Role, arrivee: datetime
) -> UUID:
    id = uuid4()
    await connexion.execute(
        insert(acces).values(
            id=id,
            candidature_id=lue.id,
            genre=Preuve.JETON.value,
            role=role.value,
            courriel=courriel,
            cree_le=arrivee,
        )
    )
    return id
