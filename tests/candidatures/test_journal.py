"""The record is sealed: whatever was altered behind the service's back is named.

One database in which everything happened; each test spoils a copy of it.
"""

import asyncio
from collections.abc import Generator
from typing import Final, NamedTuple

import pytest
from alembic import command
from sqlalchemy import NullPool, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from app.candidatures.controle import controler
from app.kit.postgres.migrations import configuration
from tests.bases import base_migree, base_neuve, migrer_pour_servir, sql
from tests.candidatures.outils import APRES_CLOTURE
from tests.client import Client
from tests.conftest import reglages_pour, servir
from tests.depots.pieces import deposee, perimetre, prete
from tests.formulaire.exemples import dossier_complet
from tests.pieces_jointes.echantillons import pdf

_SANS_GARDE: Final = "ALTER TABLE evenement DISABLE TRIGGER ALL"
Trouvees = list[tuple[str, int | None]]


class _Vecue(NamedTuple):
    """A database, one of its candidatures and that one's events, another one."""

    base: str
    candidature: str
    evenements: list[int]
    autre: str


@pytest.fixture(scope="module")
def vecue(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[_Vecue]:
    with base_migree(postgres) as url:
        dossier = tmp_path_factory.mktemp("journal")
        with servir(reglages_pour(url, dossier, bac_a_sable=True)) as client:
            id, autre = _tout_vivre(client), client.creer().id
        ids = sql(url, f"SELECT id FROM evenement WHERE candidature_id = '{id}' ORDER BY id")
        yield _Vecue(str(make_url(url).database), id, [i for (i,) in ids], autre)


def _tout_vivre(client: Client) -> str:
    """Every act that leaves an event, on candidatures of which one is returned."""
    client.creer({}, **{"Idempotency-Key": "une-cle-d-au-moins-16"}).appeler("DELETE")
    deposee(client).appeler("POST", "/retrait", entetes=APRES_CLOTURE).raise_for_status()
    candidature = prete(client)
    candidature.modifier({"contact": {"nom_prenom": "Élise 𝄞 « \\n »"}}).raise_for_status()
    piece = candidature.joindre("lettres", "de trop.pdf", pdf()).json()["id"]
    candidature.appeler("DELETE", f"/pieces-jointes/{piece}").raise_for_status()
    candidature.deposer().raise_for_status()
    candidature.modifier(perimetre("200084952")).raise_for_status()
    candidature.modifier(dossier_complet()).raise_for_status()
    return candidature.id


@pytest.fixture
def copie(postgres: str, vecue: _Vecue) -> Generator[str]:
    with base_neuve(postgres, vecue.base) as url:
        yield url


def _ruptures(url: str) -> Trouvees:
    lu = asyncio.run(controler(url))
    return [(str(r.candidature), r.evenement) for r in lu.ruptures]


def test_apres_tous_les_actes_tout_se_suit(copie: str) -> None:
    lu = asyncio.run(controler(copie))
    assert (lu.ruptures, lu.intact, lu.conforme) == ([], True, None)
    ((evenements, candidatures),) = sql(
        copie, "SELECT (SELECT count(*) FROM evenement), (SELECT count(*) FROM candidature)"
    )
    assert (lu.evenements, lu.candidatures) == (evenements, candidatures)


@pytest.mark.parametrize(
    "affectation",
    [
        "genre = 'deposee'",
        "le = le + interval '1 microsecond'",
        "acces_id = NULL",
        "acces_id = gen_random_uuid()",
        "auteur = 'service'",
        "origine = '203.0.113.0/24'",
        "version = version + 1",
        "details = details || '{\"autre\": 1}'",
    ],
)
@pytest.mark.parametrize("rang", [0, 3, -1], ids=["premier", "milieu", "dernier"])
def test_un_evenement_altere_est_nomme(
    copie: str, vecue: _Vecue, affectation: str, rang: int
) -> None:
    id = vecue.evenements[rang]
    sql(copie, _SANS_GARDE, f"UPDATE evenement SET {affectation} WHERE id = {id}")
    assert _ruptures(copie) == [(vecue.candidature, id)]


def test_un_sceau_altere_est_nomme_et_ce_qui_le_suit_aussi(copie: str, vecue: _Vecue) -> None:
    _, deux, trois, *_ = vecue.evenements
    sql(copie, _SANS_GARDE, f"UPDATE evenement SET empreinte = sha256('') WHERE id = {deux}")
    assert _ruptures(copie) == [(vecue.candidature, deux), (vecue.candidature, trois)]


@pytest.mark.parametrize("rang", [0, 3], ids=["premier", "milieu"])
def test_un_evenement_retire_se_voit_a_celui_qui_le_suit(
    copie: str, vecue: _Vecue, rang: int
) -> None:
    sql(copie, _SANS_GARDE, f"DELETE FROM evenement WHERE id = {vecue.evenements[rang]}")
    assert _ruptures(copie) == [(vecue.candidature, vecue.evenements[rang + 1])]


@pytest.mark.parametrize(
    "alteration",
    [
        "DELETE FROM evenement WHERE id = {dernier}",
        "DELETE FROM evenement WHERE candidature_id = '{candidature}'",
        "UPDATE candidature SET chaine = sha256('') WHERE id = '{candidature}'",
        "UPDATE candidature SET chaine = '' WHERE id = '{candidature}'",
    ],
)
def test_une_fin_qui_manque_se_voit_a_la_candidature(
    copie: str, vecue: _Vecue, alteration: str
) -> None:
    ici = {"dernier": vecue.evenements[-1], "candidature": vecue.candidature}
    sql(copie, _SANS_GARDE, alteration.format(**ici))
    assert _ruptures(copie) == [(vecue.candidature, None)]


def test_une_candidature_effacee_de_la_table_se_voit(copie: str, vecue: _Vecue) -> None:
    sql(
        copie,
        f"DELETE FROM acces WHERE candidature_id = '{vecue.autre}'",
        f"DELETE FROM candidature WHERE id = '{vecue.autre}'",
    )
    assert _ruptures(copie) == [(vecue.autre, None)]


def test_deux_evenements_echanges_se_voient(copie: str, vecue: _Vecue) -> None:
    un, deux, trois, *_ = vecue.evenements
    sql(
        copie,
        _SANS_GARDE,
        "ALTER TABLE evenement ALTER id DROP IDENTITY",
        f"UPDATE evenement SET id = -1 WHERE id = {un}",
        f"UPDATE evenement SET id = {un} WHERE id = {deux}",
        f"UPDATE evenement SET id = {deux} WHERE id = -1",
    )
    assert _ruptures(copie) == [(vecue.candidature, i) for i in (un, deux, trois)]


def test_un_evenement_passe_a_une_autre_candidature_se_voit(copie: str, vecue: _Vecue) -> None:
    id = vecue.evenements[-1]
    deplacer = f"UPDATE evenement SET candidature_id = '{vecue.autre}' WHERE id = {id}"
    sql(copie, _SANS_GARDE, deplacer)
    assert {(vecue.candidature, None), (vecue.autre, id)} <= set(_ruptures(copie))


def _forger(url: str, candidature: str) -> int:
    """Append an event as the service would, but for its seal; its id."""
    ((id,),) = sql(
        url,
        "INSERT INTO evenement (candidature_id, genre, le, auteur, version, details, empreinte) "
        f"SELECT id, 'retiree', now(), 'proprietaire', version, '{{}}', chaine FROM candidature "
        f"WHERE id = '{candidature}' RETURNING id",
    )
    return id


def test_un_evenement_forge_se_voit(copie: str, vecue: _Vecue) -> None:
    assert (vecue.candidature, _forger(copie, vecue.candidature)) in _ruptures(copie)


# --- Events of before the seals ---

_AVANT: Final = """
INSERT INTO candidature (id, etat, version, revision, version_formulaire, dossier, creee_le,
    modifiee_le)
SELECT id, 'brouillon', 1, 1, '2023.1', '{}', now(), now() FROM unnest(ARRAY[
    '11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']::uuid[]) id"""
_EVENEMENTS: Final = """
INSERT INTO evenement (candidature_id, genre, le, acces_id, version, details)
SELECT id, genre, '2023-07-01T10:00:00.123456Z', NULL, 1, '{"é": "\\n", "b": [1.50]}'
FROM unnest(ARRAY['creee', 'modifiee', 'modifiee']) genre, candidature"""


def test_ce_qui_fut_ecrit_avant_les_sceaux_est_scelle_par_la_migration(postgres: str) -> None:
    with base_neuve(postgres) as url:
        _migrer_a(url, "0002")
        sql(url, _AVANT, _EVENEMENTS)
        migrer_pour_servir(url)
        lu = asyncio.run(controler(url))
    assert (lu.ruptures, lu.evenements, lu.candidatures) == ([], 6, 2)


def test_un_courriel_trop_long_pour_un_index_n_arrete_pas_la_migration(postgres: str) -> None:
    long = "UPDATE candidature SET dossier = jsonb_build_object('demandeur', "
    long += "jsonb_build_object('courriel', (SELECT string_agg(chr(65536 + i * 97), '') "
    long += "FROM generate_series(1, 1000) i) || '@example.fr')) WHERE id::text LIKE '1%'"
    with base_neuve(postgres) as url:
        _migrer_a(url, "0002")
        sql(url, _AVANT, long)
        migrer_pour_servir(url)
        assert sql(url, "SELECT courriel FROM candidature") == [(None,), (None,)]


def _migrer_a(url: str, revision: str) -> None:
    async def agir() -> None:
        moteur = create_async_engine(url, poolclass=NullPool)
        async with moteur.connect() as connexion:
            await connexion.run_sync(
                lambda synchrone: command.upgrade(configuration(synchrone), revision)
            )
        await moteur.dispose()

    asyncio.run(agir())
