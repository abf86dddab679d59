"""The statements that count: each dossier once, among those that the list would list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    null,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, array

from app.avis.queries import candidature_consultable
from app.candidatures.etats import Etat
from app.candidatures.tables import candidature
from app.depots.tables import depot, instruction
from app.instruction.avis_comptes import avis_par_dossier
from app.instruction.criteres import Condition
from app.instruction.etapes import Etape, etape_du_dossier, sens_propose
from app.instruction.proposition import Sens
from app.instruction.queries import ecrit, visibles
from app.instruction.statistiques.statistiques_decrites import Par
from app.kit.clock import PARIS

_JOUR: Final = 86_400  # seconds
_CODES: Final = ARRAY(Text)
_SANS_CLE: Final = cast(array([null()]), _CODES)
_DECIDEES: Final = [etat.value for etat in Etat if etat.decidee]


@dataclass(frozen=True, slots=True)
class ACompter:
    """`conditions`: of the dossiers that are counted, withdrawn or not; `listees`: of these, those
    that the list would list; `brouillons`: whether to count those as well.
    """

    regions: Collection[str] | None
    conditions: Sequence[Condition]
    listees: Condition
    le: datetime
    brouillons: bool


def groupes(voulus: ACompter, par: Par | None) -> Select[*tuple[Any, ...]]:
    """One row for each group, or one without any; each says the total and the drafts."""
    dossiers = _dossiers(voulus, par)
    total = func.count().filter(dossiers.c.listee)
    redigees = (
        select(func.count())
        .where(candidature.c.etat == ecrit(Etat.BROUILLON.value))
        .scalar_subquery()
    )
    ensemble = select(
        total.label("total"), (redigees if voulus.brouillons else null()).label("brouillons")
    )
    ensemble = ensemble.select_from(dossiers).cte("ensemble")
    groupes = _groupes(dossiers).cte("groupes")
    tout = ensemble.outerjoin(groupes, true())
    return select(ensemble, groupes).select_from(tout).order_by(groupes.c.cle.nulls_last())


def _dossiers(voulus: ACompter, par: Par | None) -> CTE:
    """What is counted of each dossier."""
    avis = avis_par_dossier(voulus.le).subquery("avis_demandes")
    etape = etape_du_dossier(voulus.le)
    publiee = candidature.c.etat.in_(ecrit(_DECIDEES))
    delai = func.extract("epoch", candidature.c.modifiee_le - instruction.c.recu_le) / _JOUR
    attendu = and_(voulus.listees, candidature_consultable())
    colonnes = {
        "cles": _cles(par, etape),
        "etape": etape,
        "listee": voulus.listees,
        "propose": case(
            (etape == Etape.PROPOSEE.value, sens_propose(instruction.c.candidature_id))
        ),
        "decide": case((publiee, candidature.c.etat)),
        "delai": case((publiee, delai)),
        "attendus": case((attendu, avis.c.attendus)),
        "en_retard": case((attendu, avis.c.en_retard)),
        "rendus": case((voulus.listees, avis.c.rendus)),
    }
    enonce = visibles(voulus.regions, *(c.label(nom) for nom, c in colonnes.items()))
    enonce = enonce.where(*voulus.conditions)
    donnes = enonce.outerjoin(avis, avis.c.candidature_id == instruction.c.candidature_id)
    return donnes.cte("dossiers").prefix_with("MATERIALIZED", dialect="postgresql")


def _cles(par: Par | None, etape: ColumnElement[str]) -> ColumnElement[Any]:
    """The groups that have a dossier; null is one."""
    i = instruction.c
    plusieurs = {Par.REGION: i.regions, Par.DEPARTEMENT: i.departements, Par.AXE: i.axes}
    une = {
        Par.REGION_PILOTE: i.region_pilote,
        Par.TYPE_PERIMETRE: func.nullif(i.type_perimetre, ""),
        Par.ETAPE: etape,
    }
    if par is None:
        return _SANS_CLE
    if par in une:
        return array([une[par]])
    return case((func.cardinality(plusieurs[par]) == 0, _SANS_CLE), else_=plusieurs[par])


def _groupes(dossiers: CTE) -> Select[*tuple[Any, ...]]:
    rangees = select(func.unnest(dossiers.c.cles).label("cle"), dossiers).subquery("rangees")
    c = rangees.c

    def nombre(condition: ColumnElement[bool], nom: str) -> ColumnElement[int]:
        return func.count().filter(condition).label(nom)

    return select(
        c.cle,
        nombre(c.etape != Etape.RETIREE.value, "deposees"),
        *(nombre(c.etape == etape.value, etape.value) for etape in Etape),
        *(nombre(c.propose == sens.value, f"propose_{sens.value}") for sens in Sens),
        *(nombre(c.decide == sens.value, f"decide_{sens.value}") for sens in Sens),
        *(
            func.coalesce(func.sum(c[nom]), 0).label(nom)
            for nom in ("attendus", "rendus", "en_retard")
        ),
        func.percentile_cont(0.5).within_group(c.delai).label("delai"),
    ).group_by(c.cle)


def jours(voulus: ACompter) -> Select[*tuple[Any, ...]]:
    """One row for each day in Paris that had a deposit of what the list would list."""
    listees = visibles(voulus.regions, instruction.c.candidature_id)
    listees = listees.where(*voulus.conditions, voulus.listees).cte("listees")
    jour = cast(func.timezone(PARIS.key, depot.c.recu_le), Date).label("jour")
    return (
        select(
            jour,
            func.count().filter(depot.c.rang == 1).label("depots"),
            func.count().filter(depot.c.rang > 1).label("redepots"),
        )
        .select_from(listees)
        .join(depot, depot.c.candidature_id == listees.c.candidature_id)
        .group_by(jour)
        .order_by(jour)
    )
