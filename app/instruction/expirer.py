"""The job that writes down that a correction has expired (T5).

What an answer is refused for follows from its arrival alone: this only tells, a few minutes later.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update

from app.acces.appelant import SERVICE
from app.candidatures.correction import IssueCorrection
from app.candidatures.details import DetailCorrection
from app.candidatures.evenements_instruits import EvenementCorrectionExpiree
from app.candidatures.journal import consigner
from app.candidatures.tables import candidature, correction
from app.depots.avancer import avancer
from app.kit.services import Services

# The job, and when it is due (cron, UTC).
EXPIRER: Final = "expirer_les_corrections"
QUAND_EXPIRER: Final = "*/5 * * * *"


async def expirer(services: Services, _contenu: dict[str, Any]) -> None:
    """The periodic job: each in a transaction of its own, looked at again once it is locked."""
    le = services.horloge.maintenant()
    c = correction.c
    async with services.base.lecture() as connexion:
        dues = (
            await connexion.execute(
                select(c.candidature_id, c.rang).where(c.issue.is_(None), c.jusqu_au <= le)
            )
        ).all()
    for due in dues:
        await _expirer_une(services, due.candidature_id, due.rang, le)


async def _expirer_une(services: Services, id: UUID, rang: int, le: datetime) -> None:
    c = correction.c
    async with services.base.transaction() as connexion:
        # As every act does, the candidature first.
        ici = candidature.c.id == id
        await connexion.execute(select(candidature.c.id).where(ici).with_for_update())
        lignes = await connexion.execute(
            update(correction)
            .where(c.candidature_id == id, c.rang == rang, c.issue.is_(None), c.jusqu_au <= le)
            .values(issue=IssueCorrection.EXPIREE.value, close_le=c.jusqu_au)
            .returning(c.jusqu_au)
        )
        if (jusqu_au := lignes.scalar_one_or_none()) is None:  # answered, called off, prolonged
            return
        fait = EvenementCorrectionExpiree(DetailCorrection(rang, jusqu_au))
        await avancer(connexion, id, fait, le)
        await consigner(connexion, id, fait, SERVICE, le)
