"""What is proposed of many dossiers at once."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from app.instruction.proposition import Proposition
from app.instruction.tables import proposition


async def propositions_de(
    connexion: AsyncConnection, ids: Collection[UUID]
) -> dict[UUID, Proposition]:
    """What is proposed of each of these dossiers as things stand, of those of which anything is."""
    c = proposition.c
    dernieres = (
        select(c.candidature_id, c.contenu, c.retiree_le)
        .where(c.candidature_id.in_(ids))
        .ext(distinct_on(c.candidature_id))
        .order_by(c.candidature_id, c.version.desc())
    )
    return {
        ligne.candidature_id: Proposition.model_validate_json(ligne.contenu)
        for ligne in await connexion.execute(dernieres)
        if ligne.retiree_le is None
    }
