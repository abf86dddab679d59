"""The statement that counts: each dossier once, among those that the list would list.

One, so that all its numbers are of one instant.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Date,
    Select,
    Text,
    and_,
    case,
    cast,
    column,
    func,
    literal_column,
    null,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from app.avis.queries import candidature_consultable
from app.candidatures.etats import Etat
from app.candidatures.tables import candidature
from app.depots.tables import depot, instruction
from app.formulaire.types import ENTIER_MAX
from app.instruction.avis_comptes import avis_par_dossier
from app.instruction.criteres import Condition
from app.instruction.etapes import Etape, etape_du_dossier, sens_propose
from app.instruction.queries import ecrit, visibles
from app.instruction.statistiques.regrouper import cles, groupes
from app.instruction.statistiques.statistiques_decrites import Par
from app.kit.clock import PARIS

_JOUR: Final = 86_400  # seconds
_DECIDEES: Final = [etat.value for etat in Etat if etat.decidee]
_RETIREES: Final = [etat.value for etat in Etat if etat.montree and not etat.concourt]
_DEPOSEES: Final = [etat.value for etat in Etat if etat.montree and etat.concourt]
_RIEN: Final = literal_column("'[]'", JSONB)


@dataclass(frozen=True, slots=True)
class ACompter:
    """`conditions`: of the dossiers that are counted, withdrawn or not; `listees`: of these, those
    that the list would list; `par`: how they are grouped; `jours`, `axes`: whether the days, or the
    axes of their plans, are told; `brouillons`: whether drafts are counted as well.
    """

    regions: Collection[str] | None
    conditions: Sequence[Condition]
    listees: Condition
    le: datetime
    par: Sequence[Par]
    jours: bool
    axes: bool
    brouillons: bool


def comptes(voulus: ACompter) -> Select[*tuple[Any, ...]]:
    """One row: the total, the country's numbers, and as JSON texts the groups, days, axes."""
    dossiers = _dossiers(voulus)
    listes = {
        "groupes": _en_json(groupes(dossiers, voulus.par), "groupes", "cles"),
        "jours": _en_json(_jours(dossiers), "jours", "jour") if voulus.jours else null(),
        "axes": _en_json(_axes(dossiers), "mesures", "axe", "region_pilote")
        if voulus.axes
        else null(),
    }
    return select(
        select(func.count()).where(dossiers.c.listee).scalar_subquery().label("total"),
        *(liste.label(nom) for nom, liste in listes.items()),
        *_du_pays(brouillons=voulus.brouillons),
    )


def _du_pays(*, brouillons: bool) -> Sequence[ColumnElement[Any]]:
    """What is counted of all candidatures, whatever is asked for: no filter tells anything of those
    of other regions.
    """

    def nombre(*etats: str) -> ColumnElement[int]:
        ceux = select(func.count()).where(candidature.c.etat.in_(ecrit([*etats])))
        return ceux.scalar_subquery()

    rediges = nombre(Etat.BROUILLON.value) if brouillons else null()
    return [
        nombre(*_DEPOSEES).label("pays_deposees"),
        nombre(*_DECIDEES).label("pays_publiees"),
        nombre(*_RETIREES).label("pays_retirees"),
        rediges.label("brouillons"),
    ]


def _en_json(enonce: Select[*tuple[Any, ...]], nom: str, *ordre: str) -> ColumnElement[str]:
    rangees = enonce.cte(nom)
    objet: Any = func.to_jsonb(rangees.table_valued())
    liste = aggregate_order_by(objet, *(rangees.c[une] for une in ordre))
    texte = cast(func.coalesce(func.jsonb_agg(liste), _RIEN), Text)
    return select(texte).select_from(rangees).scalar_subquery()


def _dossiers(voulus: ACompter) -> CTE:
    """What is counted of each dossier."""
    avis = avis_par_dossier(voulus.le).subquery("avis_demandes")
    etape = etape_du_dossier(voulus.le)
    publiee = candidature.c.etat.in_(ecrit(_DECIDEES))
    delai = func.extract("epoch", candidature.c.modifiee_le - instruction.c.recu_le) / _JOUR
    attendu = and_(voulus.listees, candidature_consultable())
    colonnes = {
        "id": instruction.c.candidature_id,
        "rang": instruction.c.rang,
        "region_pilote": instruction.c.region_pilote,
        **{f"cles_{un.value}": cles(un, etape) for un in voulus.par},
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


def _jours(dossiers: CTE) -> Select[*tuple[Any, ...]]:
    """One row for each day in Paris that had a deposit of what the list would list."""
    jour = cast(func.timezone(PARIS.key, depot.c.recu_le), Date).label("jour")
    return (
        select(
            jour,
            func.count().filter(depot.c.rang == 1).label("depots"),
            func.count().filter(depot.c.rang > 1).label("redepots"),
        )
        .select_from(dossiers)
        .join(depot, depot.c.candidature_id == dossiers.c.id)
        .where(dossiers.c.listee)
        .group_by(jour)
    )


def _axes(dossiers: CTE) -> Select[*tuple[Any, ...]]:
    """One row for each axis and region that leads: the actions of last deposits, their budgets."""
    plan = func.jsonb_extract_path(depot.c.instantane, "plan_action", "actions", type_=JSONB)
    action = func.jsonb_array_elements(plan).table_valued(column("value", JSONB), name="action")
    budget = cast(action.c.value["budget_euros"].astext, BigInteger)
    axe, pilote = action.c.value["axe"].astext.label("axe"), dossiers.c.region_pilote
    dernier = and_(depot.c.candidature_id == dossiers.c.id, depot.c.rang == dossiers.c.rang)
    return (
        select(
            *(axe, pilote, func.count().label("actions"), func.count(budget).label("chiffrees")),
            # As high as a number of JSON is exact.
            func.least(func.coalesce(func.sum(budget), 0), ENTIER_MAX).label("budget_euros"),
        )
        .select_from(dossiers)
        .join(depot, dernier)
        .join(action, true())
        .where(dossiers.c.listee)
        .group_by(axe, pilote)
    )
