"""The act of opening a letter for the first time, which is an event."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import update

from app.acces.appelant import Appelant
from app.acces.droits import Role
from app.candidatures.details import DetailDecision
from app.candidatures.evenements_des_lettres import EvenementDecisionConsultee
from app.candidatures.journal import consigner
from app.candidatures.queries import ouvrir
from app.decisions.tables import decision
from app.kit.services import Services

# Who a decision is for; a portal, or who was invited to read, opens it for themselves.
DEMANDEURS: Final = frozenset({Role.PROPRIETAIRE, Role.EDITION})


async def noter_l_ouverture(
    services: Services, id: UUID, rang: int, appelant: Appelant, le: datetime
) -> None:
    """Write down that a published letter is open: once, though two people open it at a time."""
    c = decision.c
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        premiere = await connexion.execute(
            update(decision)
            .where(c.candidature_id == lue.id, c.rang == rang, c.consultee_le.is_(None))
            .where(c.publiee_le.is_not(None))
            .values(consultee_le=le)
        )
        if premiere.rowcount:
            fait = EvenementDecisionConsultee(DetailDecision(rang))
            await consigner(connexion, lue.id, fait, lue.auteur(appelant), le)
