"""What is proposed of many dossiers at once."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, case, literal_column, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from app.instruction.proposition import Proposition
from app.instruction.tables import proposition


@dataclass(frozen=True, slots=True)
class Proposee:
    """What is proposed of a dossier, and the version of that."""

    version: int
    proposition: Proposition


async def propositions_de(
    connexion: AsyncConnection, ids: Collection[UUID]
) -> dict[UUID, Proposee]:
    """What is proposed of each of these dossiers as things stand, of those of which anything is."""
    c = proposition.c
    dernieres = (
        select(c.candidature_id, c.version, c.contenu, c.retiree_le)
        .where(c.candidature_id.in_(ids))
        .ext(distinct_on(c.candidature_id))
        .order_by(c.candidature_id, c.version.desc())
    )
    return {
        ligne.candidature_id: Proposee(
            ligne.version, Proposition.model_validate_json(ligne.contenu)
        )
        for ligne in await connexion.execute(dernieres)
        if ligne.retiree_le is None
    }


def version_proposee(candidature_id: ColumnElement[UUID]) -> ScalarSelect[int]:
    """The version of what is proposed of a dossier as things stand; null where nothing is."""
    c = proposition.c
    return (
        select(case((c.retiree_le.is_(None), c.version)))
        .where(c.candidature_id == candidature_id)
        .order_by(c.version.desc())
        .limit(literal_column("1"))
        .scalar_subquery()
    )
