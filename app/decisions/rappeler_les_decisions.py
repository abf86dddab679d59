"""The job that reminds applicants of a letter that nobody opened, a week after and two."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, update

from app.decisions.tables import decision
from app.instruction.information import Information, Nouvelle
from app.instruction.informer import prevoir
from app.kit.services import Services

# The job, and when it is due (cron, UTC).
RAPPELER_LES_DECISIONS: Final = "rappeler_les_decisions"
QUAND_RAPPELER_LES_DECISIONS: Final = "22 * * * *"
_APRES: Final = (timedelta(days=7), timedelta(days=15))


async def rappeler_les_decisions(services: Services, _contenu: dict[str, Any]) -> None:
    """The periodic job: each reminder once, though two processes do it at the same time; of those
    that were missed, one. Nobody is reminded, and nothing is told to have been, without a
    mail server.
    """
    if not services.messagerie.disponible:
        return
    le = services.horloge.maintenant()
    c = decision.c
    async with services.base.transaction() as connexion:
        lignes = await connexion.execute(
            update(decision)
            .where(c.consultee_le.is_(None), c.rapportee_le.is_(None), _du(le))
            .values(rappelee_le=le)
            .returning(c.candidature_id, c.rang, c.publiee_le)
        )
        dues = [
            Information(une.candidature_id, _rappel(le - une.publiee_le), une.rang)
            for une in lignes
        ]
        await prevoir(services, connexion, dues)


def _rappel(depuis: timedelta) -> Nouvelle:
    dernier = depuis >= _APRES[-1]
    return Nouvelle.SECOND_RAPPEL_DE_DECISION if dernier else Nouvelle.RAPPEL_DE_DECISION


def _du(le: datetime) -> ColumnElement[bool]:
    c = decision.c
    return or_(
        *(
            and_(
                c.publiee_le <= le - apres,
                or_(c.rappelee_le.is_(None), c.rappelee_le < c.publiee_le + apres),
            )
            for apres in _APRES
        )
    )
