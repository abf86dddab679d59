"""How far the feed goes, and the trace of its history up to there or before."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.tables import a_numeroter
from app.flux.numeroter import numeroter_s_il_se_peut
from app.flux.refus import CurseurInconnu
from app.flux.repere import trace
from app.flux.tables import flux, flux_epoque
from app.kit.logs import journal
from app.kit.postgres.database import Base
from app.kit.postgres.outage import est_une_panne
from app.kit.web.problems import Indisponible

# Who reads does not wait for who cannot write, nor stands among those who do: seconds in all,
# then as many tries, and seconds between two.
_PATIENCE: Final = 2.0
_ESSAIS: Final = 20
_PAUSE: Final = 0.02
_DERNIER: Final = (
    select(flux.c.position, flux.c.id).order_by(flux.c.position.desc()).limit(1).subquery()
)
BOUT: Final = select(
    flux_epoque.c.epoque,
    func.coalesce(_DERNIER.c.position, 0).label("position"),
    _DERNIER.c.id,
    exists(select(a_numeroter.c.evenement_id)).label("en_attente"),
).select_from(flux_epoque.outerjoin(_DERNIER, true()))


@dataclass(frozen=True, slots=True)
class Bout:
    """How far the feed goes, in which life of it; `id`: its last event's, if there is any."""

    epoque: UUID
    position: int
    id: UUID | None

    @property
    def trace(self) -> bytes:
        """That of the history up to there."""
        return trace(self.epoque, self.id)


async def chercher_le_bout(base: Base) -> Bout:
    """How far the feed goes, once what is committed has its position.

    While nothing gets written, how far it went; raises `Indisponible` where it never began.
    """
    lu = await _lire_le_bout(base)
    if lu is None or (lu.en_attente and not base.ecritures_suspendues):
        try:
            async with asyncio.timeout(_PATIENCE):
                for _ in range(_ESSAIS):
                    if await numeroter_s_il_se_peut(base):
                        break
                    await asyncio.sleep(_PAUSE)
        except Exception as erreur:
            if not est_une_panne(erreur):
                raise
            journal.warning("flux_non_numerote", erreur=type(erreur).__name__)
        lu = await _lire_le_bout(base)
    if lu is None:
        raise Indisponible(entetes={"Retry-After": "5"})
    return Bout(lu.epoque, lu.position, lu.id)


async def _lire_le_bout(base: Base) -> Any:
    async with base.lecture() as connexion:
        return (await connexion.execute(BOUT)).one_or_none()


async def verifier_la_trace(
    connexion: AsyncConnection, bout: Bout, position: int, connue: bytes
) -> None:
    """Raises `CurseurInconnu` unless the history up to `position` is the one `connue`.

    Put back to an older state, the database gives positions again, to other events.
    """
    if await trace_a(connexion, bout, position) != connue:
        raise CurseurInconnu


async def trace_a(connexion: AsyncConnection, bout: Bout, position: int) -> bytes:
    """That of the history up to this position."""
    if position == bout.position:
        return bout.trace
    id = await connexion.scalar(select(flux.c.id).where(flux.c.position == position))
    return trace(bout.epoque, id)
