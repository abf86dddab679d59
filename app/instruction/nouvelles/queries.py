"""What is new to an agent, of the dossiers that a statement is about."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.tables import a_signaler
from app.depots.tables import instruction
from app.instruction.nouvelles.tables import lecture, nouveaute


def lu_par(moi: UUID) -> ColumnElement[int]:
    """Up to where somebody has read."""
    sienne = select(lecture.c.position).where(lecture.c.agent == moi)
    return func.coalesce(sienne.scalar_subquery(), literal(0))


def d_un_autre(table: Any, moi: UUID) -> ColumnElement[bool]:
    """Whether a row tells what somebody else did: one's own acts are no news."""
    return or_(table.c.agent.is_(None), table.c.agent != moi)


def a_du_nouveau(moi: UUID) -> ColumnElement[bool]:
    """Whether something is new of a row of `instruction`, whether it has its place yet or not."""
    rangees = exists().where(
        nouveaute.c.candidature_id == instruction.c.candidature_id,
        nouveaute.c.position > lu_par(moi),
        d_un_autre(nouveaute, moi),
    )
    attendent = exists().where(
        a_signaler.c.candidature_id == instruction.c.candidature_id, d_un_autre(a_signaler, moi)
    )
    return or_(rangees, attendent)


async def nouvelles_parmi(
    connexion: AsyncConnection, ids: Collection[UUID], moi: UUID
) -> frozenset[UUID]:
    """Those of these dossiers, which this agent sees, of which something is new to them."""
    rangees = select(nouveaute.c.candidature_id).where(
        nouveaute.c.candidature_id.in_(ids),
        nouveaute.c.position > lu_par(moi),
        d_un_autre(nouveaute, moi),
    )
    attendent = select(a_signaler.c.candidature_id).where(
        a_signaler.c.candidature_id.in_(ids), d_un_autre(a_signaler, moi)
    )
    return frozenset(await connexion.scalars(union_all(rangees, attendent)))
