"""The act of finding what two accepted territories would both have, by the communes of each."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy import ColumnElement, Text, and_, cast, exists, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.decisions.lignes_du_lot import Ligne
from app.decisions.tables import decision, decision_diffusee
from app.decisions.territoire import lieux_de
from app.depots.tables import instruction
from app.formulaire.referentiels.communes import lire_communes
from app.instruction.queries import concerne


def _lieux(territoire: ColumnElement[Any]) -> ColumnElement[str]:
    return cast(territoire.op("->")("epci").op("||")(territoire.op("->")("communes")), Text)


_DECISION: Final = exists().where(
    and_(
        decision.c.candidature_id == decision_diffusee.c.candidature_id,
        decision.c.rang == decision_diffusee.c.rang,
    )
)
# Public, whatever became of their dossiers.
_EFFACEES: Final = select(_lieux(decision_diffusee.c.territoire)).where(
    decision_diffusee.c.territoire.is_not(None), decision_diffusee.c.sortie.is_(None), ~_DECISION
)


async def recouvrements(
    connexion: AsyncConnection, appelant: Appelant, lignes: Sequence[Ligne]
) -> frozenset[UUID]:
    """The candidatures of this lot whose line grants a commune that another one grants, or any
    territory that stands: decided and published, or sealed of a dossier that this caller may read;
    or published of a dossier that was erased since.
    """
    lieux = {ligne.candidature: lieux_de(ligne) for ligne in lignes}
    if not any(lieux.values()):
        return frozenset()
    decidees = (
        select(_lieux(decision.c.contenu.op("->")("territoire")))
        .where(decision.c.code.is_not(None), decision.c.rapportee_le.is_(None))
        .where(decision.c.candidature_id.not_in([*lieux]))
        .join(instruction, instruction.c.candidature_id == decision.c.candidature_id)
        .where(or_(decision.c.publiee_le.is_not(None), concerne(appelant.regions)))
    )
    lus = await connexion.scalars(union_all(decidees, _EFFACEES))
    tenus = [*chain.from_iterable(from_json(lu) for lu in lus)]
    return await asyncio.to_thread(_communs, lieux, tenus)


def _communs(lieux: Mapping[UUID, Collection[str]], tenus: Iterable[str]) -> frozenset[UUID]:
    membres = lire_communes().membres

    def communes(les: Iterable[str]) -> set[str]:
        # A commune stands for itself.
        return {une for lieu in les for une in membres.get(lieu, (lieu,))}

    siennes = {id: communes(les) for id, les in lieux.items()}
    combien = Counter(chain(communes(tenus), *siennes.values()))
    return frozenset(id for id, elles in siennes.items() if any(combien[une] > 1 for une in elles))
