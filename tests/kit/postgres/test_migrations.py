"""The migrations make the very tables that the code describes, go down, and up again."""

import asyncio
import shutil
import subprocess
from collections.abc import Callable, Generator
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, inspect, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from app.kit.postgres.database import metadata
from app.kit.postgres.migrations import configuration, derniere, est_decrit
from tests.bases import base_migree, base_neuve, comptes, migrer_pour_servir, sql
from tests.conftest import reglages_pour, servir
from tests.exploitation.processus import PROJET, Code, environnement
from tests.remplissage import remplir

import_module("app.main")  # registers the tables of every room

T = TypeVar("T")
_AUTRES: Final = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
_A_VENIR: Final = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{derniere}"


def upgrade() -> None:
    op.add_column("candidature", sa.Column("a_venir", sa.Text()))
    with op.get_context().autocommit_block():
        op.create_index("ix_a_venir", "candidature", ["a_venir"], postgresql_concurrently=True)
"""


@pytest.fixture(scope="module")
def a_venir(tmp_path_factory: pytest.TempPathFactory) -> Code:
    """This code, with one migration more."""
    racine = tmp_path_factory.mktemp("a_venir")
    for dossier in ("app", "migrations"):
        shutil.copytree(PROJET / dossier, racine / dossier)
    migration = _A_VENIR.format(derniere=derniere())
    (racine / "migrations" / "versions" / "9999_a_venir.py").write_text(migration, "utf-8")
    return Code(racine)


def _dans(url: str, agir: Callable[[Connection], T]) -> T:
    """Run `agir` on a connection of its own, in one transaction unless it ends that."""

    async def executer() -> T:
        moteur = create_async_engine(url, poolclass=NullPool)
        async with moteur.connect() as connexion:
            resultat = await connexion.run_sync(agir)
            await connexion.commit()
        await moteur.dispose()
        return resultat

    return asyncio.run(executer())


def _differences(connexion: Connection) -> list[Any]:
    """What Alembic would write to make the database what the code describes."""
    options = {
        "compare_type": True,
        "compare_server_default": True,
        "include_object": est_decrit,
    }
    contexte = MigrationContext.configure(connexion, opts=options)
    return list(compare_metadata(contexte, metadata))


def _tables(connexion: Connection) -> set[str]:
    return set(inspect(connexion).get_table_names()) - {"alembic_version"}


def _verifications(connexion: Connection) -> set[tuple[Any, ...]]:
    """Every check constraint, table, name and text: Alembic does not compare them."""
    return {
        (table, trouvee["name"], trouvee["sqltext"])
        for table in _tables(connexion)
        for trouvee in inspect(connexion).get_check_constraints(table)
    }


@pytest.fixture(scope="module")
def remplie(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """A database with a row in every table, written by the service."""
    with base_migree(postgres) as url:
        dossier = tmp_path_factory.mktemp("migrations")
        with servir(reglages_pour(url, dossier, bac_a_sable=True)) as client:
            remplir(client, url)
        yield url


@pytest.fixture
def copie(postgres: str, remplie: str) -> Generator[str]:
    with base_neuve(postgres, str(make_url(remplie).database)) as url:
        yield url


def _fonction(url: str) -> str:
    """The statement that makes the function of an index, which no table describes."""
    ((texte,),) = sql(url, "SELECT pg_get_functiondef(to_regprocedure('nom_cherche(text)'))")
    return str(texte).replace(":", r"\:")


def test_les_migrations_se_suivent_par_numero() -> None:
    suite = list(ScriptDirectory.from_config(configuration()).walk_revisions())[::-1]
    assert [revision.revision for revision in suite] == [f"{n + 1:04}" for n in range(len(suite))]
    assert all(Path(une.path).name.startswith(f"{une.revision}_") for une in suite)
    assert suite[-1].revision == derniere()


def test_les_migrations_font_les_tables_que_le_code_decrit(postgres: str, copie: str) -> None:
    assert not _dans(copie, _differences)
    with base_neuve(postgres) as decrite:
        sql(decrite, "CREATE EXTENSION pg_trgm", _fonction(copie))
        _dans(decrite, metadata.create_all)
        verifications = _dans(decrite, _verifications)
    assert verifications
    assert _dans(copie, _verifications) == verifications


@pytest.mark.parametrize(
    "ecart",
    [
        "DROP INDEX ix_depot_siret",
        "ALTER TABLE candidature ALTER COLUMN dossier TYPE text",
        "ALTER TABLE candidature ALTER COLUMN modifiee_le DROP NOT NULL",
        "ALTER TABLE acces DROP CONSTRAINT fk_acces_candidature_id",
        "CREATE TABLE oubliee (id bigint)",
    ],
)
def test_un_ecart_avec_le_code_serait_vu(copie: str, ecart: str) -> None:
    sql(copie, ecart)
    assert _dans(copie, _differences)


def test_migrer_une_base_a_jour_n_y_change_rien(copie: str) -> None:
    avant = comptes(copie)
    migrer_pour_servir(copie)
    assert comptes(copie) == avant


def test_on_descend_et_on_remonte_sur_une_base_remplie(copie: str) -> None:
    assert all(comptes(copie).values()), comptes(copie)
    _dans(copie, lambda connexion: command.downgrade(configuration(connexion), "base"))
    assert not _dans(copie, _tables)
    fonctions = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    assert not sql(copie, fonctions)
    migrer_pour_servir(copie)
    assert not _dans(copie, _differences)
    assert comptes(copie) == dict.fromkeys(metadata.tables, 0)


def test_sans_les_roles_seul_le_jeton_du_proprietaire_ouvre_encore(copie: str) -> None:
    sql(
        copie,
        "INSERT INTO acces (id, candidature_id, empreinte, genre, role, cree_le) "
        "SELECT gen_random_uuid(), candidature_id, sha256(role::bytea), 'jeton', role, now() "
        "FROM (SELECT candidature_id FROM acces LIMIT 1) une, unnest(ARRAY['lecture', 'edition']) "
        "role",
    )
    siennes = "SELECT empreinte FROM acces WHERE genre = 'jeton' AND role = 'proprietaire'"
    avant = set(sql(copie, siennes))
    _dans(copie, lambda connexion: command.downgrade(configuration(connexion), "0002"))
    assert set(sql(copie, "SELECT empreinte FROM acces")) == avant


@pytest.mark.parametrize(
    ("table", "colonne"), [("candidature", "dossier"), ("depot", "instantane")]
)
def test_le_json_long_est_compresse_par_lz4(postgres: str, table: str, colonne: str) -> None:
    lignes = sql(
        postgres,
        "SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attcompression = 'l'",
    )
    assert (table, colonne) in lignes


@pytest.mark.parametrize("table", ["evenement", "depot"])
@pytest.mark.parametrize("acte", ["UPDATE {} SET version = 0", "DELETE FROM {}"])
def test_un_evenement_ou_un_depot_ne_se_reecrit_pas(remplie: str, table: str, acte: str) -> None:
    with pytest.raises(DBAPIError, match="ne se réécrit pas"):
        sql(remplie, acte.format(table))


def test_chaque_migration_a_sa_transaction(postgres: str) -> None:
    tables = "'compteur'::regclass, 'pgqueuer'::regclass"  # of 0003 and 0004
    faites = f"SELECT count(DISTINCT xmin::text) FROM pg_constraint WHERE conrelid IN ({tables})"
    assert sql(postgres, faites) == [(2,)]


def test_deux_processus_migrent_l_un_apres_l_autre_puis_la_base_en_avance_reste_telle_quelle(
    postgres: str, a_venir: Code
) -> None:
    with base_neuve(postgres) as url:
        processus = _retenir(url, lambda: [_migrer_ailleurs(url, a_venir) for _ in range(2)])
        sorties = [p.communicate(timeout=60) for p in processus]
        assert [p.returncode for p in processus] == [0, 0], sorties
        valide = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_a_venir'::regclass"
        assert sql(url, valide) == [(True,)]
        # Ahead of this code from now on, it is left as it is.
        migrer_pour_servir(url)
        assert sql(url, "SELECT version_num FROM alembic_version") == [("9999",)]
        assert sql(url, "SELECT a_venir FROM candidature") == []


def _migrer_ailleurs(url: str, code: Code) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        code.commande("migrate"),
        cwd=code.racine,
        env=environnement(TI_DATABASE_URL=url),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _retenir(
    url: str, lancer: Callable[[], list["subprocess.Popen[str]"]]
) -> list["subprocess.Popen[str]"]:
    """Hold every migration back until all those launched stand at the gate."""

    def attendre(connexion: Connection) -> list["subprocess.Popen[str]"]:
        connexion.exec_driver_sql("SELECT pg_advisory_lock(20230922)")
        lances = lancer()
        while connexion.exec_driver_sql(_AUTRES).scalar() != len(lances):
            connexion.commit()  # within a transaction the answer stays what it was
            assert not [p for p in lances if p.poll() is not None], "n'a pas attendu son tour"
        return lances

    return _dans(url, attendre)
