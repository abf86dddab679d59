"""The groups that dossiers are counted in: of each way asked for, crossed with the others."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Select,
    Text,
    case,
    cast,
    func,
    null,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, array

from app.depots.tables import instruction
from app.instruction.etapes import Etape
from app.instruction.proposition import Sens
from app.instruction.statistiques.statistiques_decrites import Par

_CODES: Final = ARRAY(Text)
_SANS_CLE: Final = cast(array([null()]), _CODES)


def cles(par: Par, etape: ColumnElement[str]) -> ColumnElement[Any]:
    """The groups that have a dossier; null is one."""
    i = instruction.c
    plusieurs = {Par.REGION: i.regions, Par.DEPARTEMENT: i.departements, Par.AXE: i.axes}
    une = {
        Par.REGION_PILOTE: i.region_pilote,
        Par.TYPE_PERIMETRE: func.nullif(i.type_perimetre, ""),
        Par.ETAPE: etape,
    }
    if par in une:
        return array([une[par]])
    return case((func.cardinality(plusieurs[par]) == 0, _SANS_CLE), else_=plusieurs[par])


def groupes(dossiers: CTE, par: Sequence[Par]) -> Select[*tuple[Any, ...]]:
    """One row for each group that has a dossier; `dossiers` has the `cles` of each, by way."""
    c, codes = dossiers.c, list[ColumnElement[Any]]()
    rangees: FromClause = dossiers
    for une in par:
        siennes = func.unnest(c[f"cles_{une.value}"])
        siens = siennes.table_valued("cle", name=f"par_{une.value}").render_derived()
        rangees = rangees.join(siens, true())
        codes.append(siens.c.cle)

    def nombre(condition: ColumnElement[bool], nom: str) -> ColumnElement[int]:
        return func.count().filter(condition).label(nom)

    return (
        select(
            cast(array(codes), _CODES).label("cles"),
            nombre(c.etape != Etape.RETIREE.value, "deposees"),
            *(nombre(c.etape == etape.value, etape.value) for etape in Etape),
            *(nombre(c.propose == sens.value, f"propose_{sens.value}") for sens in Sens),
            *(nombre(c.decide == sens.value, f"decide_{sens.value}") for sens in Sens),
            *(
                func.coalesce(func.sum(c[nom]), 0).label(nom)
                for nom in ("attendus", "rendus", "en_retard")
            ),
            func.percentile_cont(0.5).within_group(c.delai).label("delai"),
        )
        .select_from(rangees)
        .group_by(*codes)
        .having(func.count() > 0)
    )
