"""The job that reminds who is consulted, a week before an opinion is due and the day before."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import SERVICE
from app.avis.ecrire_a_qui_est_consulte import confier_une_lettre
from app.avis.lettres import Motif
from app.avis.queries import candidature_consultable
from app.avis.tables import avis
from app.candidatures.details import DetailAvis
from app.candidatures.evenements_avis import EvenementAvisRelance
from app.candidatures.journal import consigner_toutes
from app.candidatures.tables import candidature
from app.depots.tables import instruction
from app.kit.services import Services

# The job, and when it is due (cron, UTC).
RAPPELER_LES_AVIS: Final = "rappeler_les_avis"
QUAND_RAPPELER_LES_AVIS: Final = "7 * * * *"
_AVANT: Final = (timedelta(days=7), timedelta(days=1))
_A_LA_FOIS: Final = 100
_SIENNE: Final = candidature.c.id == avis.c.candidature_id
_INSTRUITE: Final = instruction.c.candidature_id == avis.c.candidature_id


async def rappeler_les_avis(services: Services, _contenu: dict[str, Any]) -> None:
    """The periodic job: each person is written to once for all that is due, in a transaction of
    its own, and once though two processes do it at the same time. Nobody is, without a mail server.
    """
    if not services.messagerie.disponible:
        return
    le = services.horloge.maintenant()
    c = avis.c.courriel
    dus = select(c).distinct().join(candidature, _SIENNE).join(instruction, _INSTRUITE)
    async with services.base.lecture() as connexion:
        courriels = (await connexion.scalars(dus.where(_du(le)))).all()
    for courriel in courriels:
        async with services.base.transaction() as connexion:
            await _rappeler(services, connexion, courriel, le)


async def _rappeler(
    services: Services, connexion: AsyncConnection, courriel: str, le: datetime
) -> None:
    # As every act does, the candidature first.
    enonce = (
        select(avis.c.id, avis.c.candidature_id, avis.c.depot)
        .select_from(candidature)
        .join(avis, _SIENNE)
        .join(instruction, _INSTRUITE)
        .where(avis.c.courriel == courriel, _du(le))
        .order_by(candidature.c.id, avis.c.id)
        .limit(_A_LA_FOIS)
        .with_for_update(of=(candidature, avis))
    )
    if not (dus := (await connexion.execute(enonce)).all()):
        return
    ids = [du.id for du in dus]
    await connexion.execute(update(avis).where(avis.c.id.in_(ids)).values(prevenu_le=le))
    faits = [(du.candidature_id, EvenementAvisRelance(DetailAvis(du.id, du.depot))) for du in dus]
    await consigner_toutes(connexion, faits, SERVICE, le)
    await confier_une_lettre(services, connexion, courriel, ids, Motif.RAPPEL, le)


def _du(le: datetime) -> ColumnElement[bool]:
    """Whether a reminder is due of a row of `avis`, `candidature` and `instruction`: nothing was
    written to them since the last of those instants that has passed.
    """
    c = avis.c
    passes = (and_(c.echeance <= le + avant, c.prevenu_le < c.echeance - avant) for avant in _AVANT)
    return and_(
        c.envois == 0,
        c.revoque_le.is_(None),
        c.echeance > le,
        candidature_consultable(),
        or_(*passes),
    )
