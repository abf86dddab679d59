"""The job that reminds applicants of a correction, two days before it is due."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import update

from app.candidatures.tables import correction
from app.instruction.information import Information, Nouvelle
from app.instruction.informer import prevoir
from app.kit.services import Services

# The job, and when it is due (cron, UTC).
RAPPELER: Final = "rappeler_les_corrections"
QUAND_RAPPELER: Final = "*/5 * * * *"

_AVANT: Final = timedelta(hours=48)


async def rappeler(services: Services, _contenu: dict[str, Any]) -> None:
    """The periodic job: each once, though two processes do it at the same time."""
    le = services.horloge.maintenant()
    c = correction.c
    async with services.base.transaction() as connexion:
        lignes = await connexion.execute(
            update(correction)
            .where(c.issue.is_(None), c.rappelee_le.is_(None))
            .where(c.jusqu_au > le, c.jusqu_au <= le + _AVANT)
            .values(rappelee_le=le)
            .returning(c.candidature_id, c.rang, c.jusqu_au)
        )
        dues = [Information(une[0], Nouvelle.RAPPEL, une[1], une[2]) for une in lignes]
        await prevoir(services, connexion, dues)
