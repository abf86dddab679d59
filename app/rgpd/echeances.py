"""What is kept for nothing: since when, until when, who has been warned."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.etats import Acte, Etat
from app.candidatures.tables import candidature, evenement
from app.config import Settings
from app.kit.services import Services

PREAVIS: Final = timedelta(weeks=2)

_EPHEMERES: Final = [etat for etat in Etat if etat.permet(Acte.EFFACER_A_TERME)]
_BROUILLONS: Final = tuple(etat for etat in _EPHEMERES if etat.en_redaction)
_CLOSES: Final = tuple(etat for etat in _EPHEMERES if not etat.en_redaction)
# What these do keeps no draft alive: they are not on the applicant's side.
_AUTRES: Final = ("service", "administration")
_LOT: Final = 100


@dataclass(frozen=True, slots=True)
class Due:
    """A candidature kept for nothing since `depuis`, and until `echeance` at least."""

    id: UUID
    etat: Etat
    numero: str | None
    courriel: str | None
    creee_le: datetime
    depuis: datetime
    echeance: datetime


@dataclass(frozen=True, slots=True)
class Regle:
    """How long candidatures of these states are kept: `mois` months after `depuis`."""

    etats: tuple[Etat, ...]
    mois: int
    depuis: ColumnElement[datetime]

    def a_prevenir(self, maintenant: datetime) -> Select[*tuple[Any, ...]]:
        """Those that would go within two weeks, not warned since they are kept for nothing."""
        jamais = or_(candidature.c.preavis_le.is_(None), candidature.c.preavis_le < self.depuis)
        return self._dues().where(self._echeance() <= maintenant + PREAVIS, jamais)

    def a_effacer(self, maintenant: datetime) -> Select[*tuple[Any, ...]]:
        """Those whose time is over, and that were warned two weeks ago at least."""
        return self._dues().where(
            self._echeance() <= maintenant,
            candidature.c.preavis_le >= self.depuis,
            candidature.c.preavis_le <= maintenant - PREAVIS,
        )

    def _echeance(self) -> ColumnElement[datetime]:
        return self.depuis + func.make_interval(0, self.mois)

    def _dues(self) -> Select[*tuple[Any, ...]]:
        return select(
            candidature.c.id,
            candidature.c.etat,
            candidature.c.numero,
            candidature.c.courriel,
            candidature.c.creee_le,
            self.depuis.label("depuis"),
            self._echeance().label("echeance"),
        ).where(candidature.c.etat.in_([etat.value for etat in self.etats]))


def regles(settings: Settings) -> list[Regle]:
    """Those in force: a draft from the applicant's last act, the others from their last state.

    What is deposited or judged has no end here.
    """
    dernier_acte = (
        select(func.max(evenement.c.le))
        .where(evenement.c.candidature_id == candidature.c.id)
        .where(evenement.c.auteur.not_in(_AUTRES))
        .scalar_subquery()
    )
    toutes = (
        Regle(_BROUILLONS, settings.conservation_brouillons, dernier_acte),
        Regle(_CLOSES, settings.conservation_decidees, candidature.c.modifiee_le),
    )
    return [regle for regle in toutes if regle.mois]


async def dues(services: Services, enonce: Select[*tuple[Any, ...]]) -> AsyncIterator[Due]:
    """Those of a rule as of now, a batch at a time."""
    apres = None
    while True:
        suite = enonce.order_by(candidature.c.id).limit(_LOT)
        if apres:
            suite = suite.where(candidature.c.id > apres)
        async with services.base.lecture() as connexion:
            lot = [_due(ligne) for ligne in await connexion.execute(suite)]
        for due in lot:
            yield due
            apres = due.id
        if len(lot) < _LOT:
            return


async def encore_due(
    connexion: AsyncConnection, enonce: Select[*tuple[Any, ...]], id: UUID
) -> Due | None:
    """Lock a candidature, unless somebody is at it; then read whether it still is one of these.

    Two statements: the second sees all that was committed before the lock, files included.
    """
    ici = candidature.c.id == id
    libre = select(candidature.c.id).where(ici).with_for_update(skip_locked=True)
    if await connexion.scalar(libre) is None:
        return None
    ligne = (await connexion.execute(enonce.where(ici))).one_or_none()
    return None if ligne is None else _due(ligne)


def _due(ligne: Any) -> Due:
    id, etat, *reste = ligne
    return Due(id, Etat(etat), *reste)
