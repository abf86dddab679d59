"""What a lot has sealed, locked before anything becomes of it."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.tables import candidature
from app.decisions.tables import decision
from app.depots.tables import instruction

_VOULUES: Final = ("candidature_id", "rang", "sens", "empreinte")


async def verrouiller_les_decisions(connexion: AsyncConnection, id: UUID) -> Sequence[Any]:
    """The decisions of a lot whose row is locked, and their candidatures, locked by their ids,
    whatever regions they concern by now.
    """
    enonce = (
        select(*(decision.c[nom] for nom in _VOULUES), candidature.c.etat)
        .join(candidature, candidature.c.id == decision.c.candidature_id)
        .join(instruction, instruction.c.candidature_id == decision.c.candidature_id)
        .where(decision.c.lot == id)
        .order_by(candidature.c.id)
        .with_for_update(of=(candidature, instruction))
    )
    return (await connexion.execute(enonce)).all()
