"""What is new to an agent, of the dossiers that a statement is about."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, exists, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.tables import a_signaler
from app.depots.tables import instruction
from app.instruction.nouvelles.tables import derniere_nouveaute, lecture


def lu_par(moi: UUID) -> ColumnElement[int]:
    """Up to where somebody has read."""
    sienne = select(lecture.c.position).where(lecture.c.agent == moi)
    return func.coalesce(sienne.scalar_subquery(), literal(0))


def d_un_autre(table: Any, moi: UUID) -> ColumnElement[bool]:
    """Whether a row tells what somebody else did: one's own acts are no news."""
    return or_(table.c.agent.is_(None), table.c.agent != moi)


def _derniere_pour(moi: UUID) -> ColumnElement[int]:
    """The position of the last thing that somebody else did of a dossier."""
    c = derniere_nouveaute.c
    return case((c.agent == moi, c.d_un_autre), else_=c.position)


def a_du_nouveau(moi: UUID) -> ColumnElement[bool]:
    """Whether something is new of a row of `instruction`, whether it has its place yet or not."""
    rangees = exists().where(
        derniere_nouveaute.c.candidature_id == instruction.c.candidature_id,
        _derniere_pour(moi) > lu_par(moi),
    )
    attendent = exists().where(
        a_signaler.c.candidature_id == instruction.c.candidature_id, d_un_autre(a_signaler, moi)
    )
    return or_(rangees, attendent)


async def nouvelles_parmi(
    connexion: AsyncConnection, ids: Collection[UUID], moi: UUID
) -> frozenset[UUID]:
    """Those of these dossiers, which this agent sees, of which something is new to them."""
    rangees = select(derniere_nouveaute.c.candidature_id).where(
        derniere_nouveaute.c.candidature_id.in_(ids), _derniere_pour(moi) > lu_par(moi)
    )
    attendent = select(a_signaler.c.candidature_id).where(
        a_signaler.c.candidature_id.in_(ids), d_un_autre(a_signaler, moi)
    )
    return frozenset(await connexion.scalars(union_all(rangees, attendent)))
