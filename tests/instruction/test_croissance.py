"""A page costs as much among thousands of deposits as among few: what its plan reads, counted."""

import json
from collections.abc import Generator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import Select
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from app.formulaire.choix import Region
from app.instruction.criteres import Filtres
from app.instruction.curseur import Curseur
from app.instruction.etapes import Etape, EtatDepose
from app.instruction.filtrer import (
    Condition,
    CorrectionCherchee,
    PiecesCherchees,
    Regard,
    SensPropose,
)
from app.instruction.ordre import Tri, ordre_de
from app.instruction.page_lue import Page, page_de
from app.instruction.queries import inscrites
from app.instruction.recherche import BEAUCOUP, au_fil, trouve_par_l_index
from tests.bases import base_migree, sql

_REGARD: Final = Regard(UUID(int=7), datetime.fromisoformat("2023-10-01T00:00:00Z"), decide=False)
_DEPOSEES: Final = 5_000
_LUES: Final = 300  # rows of a page of 50 and of what it is compared with
_LONG: Final = "repeat('a', 700)"  # rows as wide as real ones, or tables would be read through
_RARE, _COMMUNE = str(UUID(int=1)), str(UUID(int=2))  # labels
_PEUPLER: Final = (
    f"""
    INSERT INTO candidature (id, etat, version, revision, version_formulaire, dossier, numero,
        creee_le, modifiee_le, chaine)
    SELECT md5(rang\\:\\:text)\\:\\:uuid, 'deposee', 1, 1, '2023.1',
        jsonb_build_object('bilan', {_LONG}), 'TI-' || rang, now(), now(), ''
    FROM generate_series(1, {_DEPOSEES}) AS rang
    """,
    f"""
    INSERT INTO depot (candidature_id, rang, version, version_formulaire, recu_le, instantane,
        empreinte, pieces, avertissements, accuse, nom_territoire, region, siret, epci)
    SELECT md5(rang\\:\\:text)\\:\\:uuid, 1, 1, '2023.1', '2023-09-01Z'\\:\\:timestamptz
            + rang * interval '1 s', '{{}}', '', '[]', '[]', {_LONG},
        'CA du Pays d''Été n° ' || rang,
        CASE WHEN rang <= 60 THEN '94' ELSE '28' END, lpad(rang\\:\\:text, 14, '0'),
        ARRAY[lpad(rang\\:\\:text, 9, '0')]
    FROM generate_series(1, {_DEPOSEES}) AS rang
    """,
    # As the job does: rare ones are found among thousands.
    f"""
    UPDATE instruction SET (departements, avertissements, etiquettes, recherche) = (
        SELECT ARRAY[CASE WHEN rang = 7 THEN '2A' ELSE '76' END],
            ARRAY[CASE WHEN rang = 7 THEN 'epci_seul' ELSE 'commun' END],
            CASE WHEN rang = 7 THEN ARRAY['{_RARE}', '{_COMMUNE}']\\:\\:uuid[]
                ELSE ARRAY['{_COMMUNE}']\\:\\:uuid[] END,
            to_tsvector('simple', nom_simplifie || ' ' || {_LONG})
        FROM (SELECT substr(siret, 6)\\:\\:int AS rang) AS un)
    """,
    """
    INSERT INTO correction (candidature_id, rang, depot, motif, message, pointeurs, rubriques,
        jusqu_au, demandee_le, agent, issue)
    SELECT candidature_id, 1, 1, 'incomplete', '', '{}', '{}', '2023-11-01Z', now(),
        candidature_id, CASE WHEN siret = '00000000000007' THEN NULL ELSE 'repondue' END
    FROM instruction WHERE right(siret, 1) IN ('1', '3', '5', '7')
    """,
    "UPDATE candidature SET correction_jusqu_au = '2023-11-01Z' WHERE numero = 'TI-7'",
    "VACUUM ANALYZE",
)
_PAGES: Final[dict[str, tuple[Filtres, int]]] = {
    "toutes": (Filtres(), 51),
    "region": (Filtres(region=[Region("28")]), 51),
    "region_ancienne": (Filtres(region=[Region("94")]), 51),
    "etat_de_personne": (Filtres(etat=[EtatDepose("sans_suite")]), 0),
    "siret": (Filtres(siret=[f"{7:014d}"]), 1),
    "epci": (Filtres(epci=[f"{7:09d}"]), 1),
    "avant": (Filtres(depose_avant=datetime.fromisoformat("2023-01-01T00:00:00Z")), 0),
    "departement_d_une": (Filtres(departement=["2A"]), 1),
    "departement_de_toutes": (Filtres(departement=["76"]), 51),
    "avertissement_d_une": (Filtres(avertissement=["epci_seul"]), 1),
    "etiquette_d_une": (Filtres(etiquette=[_RARE]), 1),
    "etiquette_de_toutes": (Filtres(etiquette=[_COMMUNE]), 51),
    "sans_etiquette": (Filtres(sans_etiquette=[_RARE]), 51),
    "correction_ouverte": (Filtres(correction=[CorrectionCherchee.OUVERTE]), 1),
    "correction_repondue": (Filtres(correction=[CorrectionCherchee.REPONDUE]), 51),
    "maj_recente": (Filtres(maj_apres=datetime.fromisoformat("2023-11-01T00:00:00Z")), 0),
    "maj_de_toutes": (Filtres(maj_apres=datetime.fromisoformat("2023-01-01T00:00:00Z")), 51),
    "a_moi": (Filtres(affecte_a=["moi"]), 0),
    "a_personne": (Filtres(affecte_a=["personne"]), 51),
    "proposees": (Filtres(proposition=[SensPropose.ACCEPTEE]), 0),
    "sans_proposition": (Filtres(proposition=[SensPropose.AUCUNE]), 51),
    "a_prendre": (Filtres(etape=[Etape.A_PRENDRE]), 51),
    "en_cours": (Filtres(etape=[Etape.EN_COURS]), 0),
    "fichier_infecte": (Filtres(pieces=[PiecesCherchees.INFECTE]), 0),
}


@pytest.fixture(scope="module")
def peuplee(postgres: str) -> Generator[str]:
    """A database with thousands of deposits."""
    with base_migree(postgres) as url:
        sql(url, *_PEUPLER)
        yield url


@pytest.mark.parametrize(("filtres", "nombre"), _PAGES.values(), ids=_PAGES.keys())
def test_une_page_ne_lit_que_ce_qu_elle_montre(peuplee: str, filtres: Filtres, nombre: int) -> None:
    _verifier(peuplee, _page([*filtres.conditions(_REGARD)]), nombre)


@pytest.mark.parametrize(
    ("q", "nombre"),
    [
        ("1492", 1),
        ("pays 149", 11),
        ("introuvable", 0),
        ("zq", 0),
        ('"ete n 7"', 1),
        ("1492 77", 0),
    ],
)
def test_une_recherche_ne_lit_que_ce_qu_elle_trouve(peuplee: str, q: str, nombre: int) -> None:
    _verifier(peuplee, inscrites(None, trouve_par_l_index(q)).limit(BEAUCOUP + 1), nombre)


@pytest.mark.parametrize("q", ["été pays", "ca", "pays d'et", '"ca du pays"'])
def test_ce_que_toutes_disent_se_lit_au_fil_de_la_page(peuplee: str, q: str) -> None:
    _verifier(
        peuplee,
        inscrites(None, trouve_par_l_index(q)).limit(BEAUCOUP + 1),
        BEAUCOUP + 1,
        2 * BEAUCOUP,
    )
    _verifier(peuplee, _page([*Filtres(q=q).conditions(_REGARD, au_fil(q))]), 51)


# Of the last of a page in the midst of all.
_LA: Final = datetime.fromisoformat("2023-09-01T00:40:00Z"), UUID(int=0)
_TRIS: Final[dict[Tri, tuple[Any, ...]]] = {
    Tri.DERNIER_RECU: _LA,
    Tri.PREMIER_RECU: _LA,
    Tri.NUMERO: ("TI-2400",),
    Tri.MAJ: _LA,
    Tri.PREMIERE_MAJ: _LA,
    Tri.ECHEANCE: (datetime.fromisoformat("9999-12-31T00:00:00Z"), UUID(int=1 << 127)),
    Tri.NOM: ("ca du pays d ete n 2400", UUID(int=0)),
}


@pytest.mark.parametrize("tri", _TRIS)
@pytest.mark.parametrize("avance", [False, True], ids=["debut", "milieu"])
def test_un_ordre_ne_lit_que_sa_page(peuplee: str, tri: Tri, avance: bool) -> None:
    curseur = Curseur(_TRIS[tri]) if avance else None
    _verifier(peuplee, _page([*Filtres().conditions(_REGARD)], tri, curseur), 51)


def _page(
    conditions: Sequence[Condition],
    tri: Tri = Tri.DERNIER_RECU,
    curseur: Curseur | None = None,
) -> Select[*tuple[Any, ...]]:
    return page_de(None, Page(conditions, ordre_de(tri), curseur, 51))


def _verifier(base: str, page: Select[Any], nombre: int, lues: int = _LUES) -> None:
    ((plan,),) = sql(base, *_expliquer(page))
    (racine,) = json.loads(plan) if isinstance(plan, str) else plan
    assert racine["Plan"]["Actual Rows"] == nombre
    assert _lues(racine["Plan"]) < lues, json.dumps(racine, indent=1)


def _expliquer(page: Select[Any]) -> tuple[str, ...]:
    """The plan that a connection keeps, once it has served other values of the parameters."""
    compilee: Any = page.compile(
        dialect=PGDialect_asyncpg(), compile_kwargs={"render_postcompile": True}
    )
    valeurs = ", ".join(f"'{compilee.params[nom]}'" for nom in compilee.positiontup)
    enonces = (
        f"PREPARE page AS {compilee}",
        "SET plan_cache_mode = force_generic_plan",
        f"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE page{f'({valeurs})' if valeurs else ''}",
    )
    return tuple(enonce.replace(":", r"\:") for enonce in enonces)


def _lues(noeud: dict[str, Any]) -> float:
    """The rows that a plan reads of its tables, those that it drops included."""
    ici = 0.0
    if "Relation Name" in noeud:
        noms = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
        ici = sum(noeud.get(nom, 0) for nom in noms) * noeud["Actual Loops"]
    return ici + sum(map(_lues, noeud.get("Plans", ())))
