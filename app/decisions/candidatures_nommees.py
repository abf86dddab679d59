"""The candidatures that lines name: those that a lot may decide of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.tables import candidature
from app.decisions.ligne import Voulue
from app.decisions.queries import LotOuvert
from app.decisions.tables import ligne_de_lot
from app.depots.tables import instruction
from app.instruction.queries import visibles


@dataclass(frozen=True, slots=True)
class CandidatureNommee:
    """A candidature that a line names."""

    id: UUID
    numero: str
    rang: int
    region_pilote: str | None
    epci: Collection[str]


async def candidatures_nommees(
    connexion: AsyncConnection, lu: LotOuvert, lignes: Sequence[Voulue]
) -> dict[UUID | str, CandidatureNommee]:
    """Those that lines name, of the lot's regions, by id and by number."""
    nommees = {une.candidature for une in lignes}
    ids = [une for une in nommees if isinstance(une, UUID)]
    numeros = [une for une in nommees if isinstance(une, str)]
    c, i = candidature.c, instruction.c
    enonce = visibles(lu.regions, c.id, c.numero, i.rang, i.region_pilote, i.epci).where(
        or_(c.id.in_(ids), c.numero.in_(numeros))
    )
    lues = [CandidatureNommee(*ligne) for ligne in await connexion.execute(enonce)]
    return {une.id: une for une in lues} | {une.numero: une for une in lues}


async def d_un_autre_lot(
    connexion: AsyncConnection, lot: UUID, ids: Collection[UUID]
) -> frozenset[UUID]:
    """Which of these stand in another lot, that is not published."""
    c = ligne_de_lot.c
    ailleurs = select(c.candidature_id).where(c.candidature_id.in_(ids), c.lot != lot, ~c.publiee)
    return frozenset(await connexion.scalars(ailleurs))
