"""Whoever gets to run SQL as the service: what that role can do is what the service does."""

from collections.abc import Generator
from importlib import import_module
from typing import Final

import pytest
from sqlalchemy.exc import DBAPIError

from app.kit.postgres.database import metadata
from app.kit.postgres.embedded import SERVICE
from tests.bases import base_migree, du_service, migrer_pour_servir, sql

import_module("app.main")  # registers the tables of every room

_CANDIDATURE: Final = "11111111-1111-4111-8111-111111111111"
_REMPLIR: Final = (
    "INSERT INTO marque (seule, id, nature) VALUES (true, gen_random_uuid(), 'production')",
    "INSERT INTO candidature (id, etat, version, revision, version_formulaire, dossier, creee_le, "
    "modifiee_le, chaine) "
    f"VALUES ('{_CANDIDATURE}', 'deposee', 1, 1, '1', '{{}}', now(), now(), '')",
    "INSERT INTO evenement (candidature_id, genre, le, auteur, version, details, empreinte) "
    f"VALUES ('{_CANDIDATURE}', 'creee', now(), 'proprietaire', 1, '{{}}', '')",
    "INSERT INTO depot VALUES "
    f"('{_CANDIDATURE}', 1, 1, '1', now(), '{{}}', '', '[]', '[]', '', '', '', '', '{{}}')",
)
# insufficient_privilege (PostgreSQL, appendix A), in whatever words.
_SANS_DROIT: Final = "42501"
_IMMUABLE: Final = "ne se réécrit pas"
# Each attack, what refuses it; a line more is an attack more.
ATTAQUES: Final = {
    # The record, and the deposits
    "TRUNCATE evenement": _SANS_DROIT,
    "TRUNCATE depot": _SANS_DROIT,
    "TRUNCATE candidature CASCADE": _SANS_DROIT,
    "SET ti.reinitialisation = 'bac à sable'; TRUNCATE evenement": _SANS_DROIT,
    "SELECT vider_le_bac_a_sable()": "Seul un bac à sable se vide",
    "UPDATE marque SET nature = 'bac_a_sable'": _SANS_DROIT,
    "DELETE FROM marque": _SANS_DROIT,
    "INSERT INTO marque VALUES (true, gen_random_uuid(), 'bac_a_sable')": "pk_marque",
    "INSERT INTO marque VALUES (false, gen_random_uuid(), 'bac_a_sable')": "ck_marque_seule",
    "UPDATE evenement SET details = '[]'": _SANS_DROIT,
    "DELETE FROM evenement": _SANS_DROIT,
    "SELECT FROM evenement FOR UPDATE": _SANS_DROIT,
    "MERGE INTO evenement e USING candidature c ON e.candidature_id = c.id "
    "WHEN MATCHED THEN DELETE": _SANS_DROIT,
    "UPDATE depot SET recu_le = now()": _SANS_DROIT,
    "DELETE FROM depot": _IMMUABLE,
    f"CREATE TEMP TABLE candidature AS SELECT '{_CANDIDATURE}'::uuid id, 'supprimee' etat; "
    "DELETE FROM depot": _SANS_DROIT,
    "DELETE FROM candidature": _SANS_DROIT,
    "DELETE FROM cle_api": _SANS_DROIT,
    "UPDATE alembic_version SET version_num = '0001'": _SANS_DROIT,
    "SELECT setval('evenement_id_seq', 1)": _SANS_DROIT,
    # Triggers, functions, tables
    "SET session_replication_role = replica": _SANS_DROIT,
    "ALTER TABLE evenement DISABLE TRIGGER ALL": _SANS_DROIT,
    "DROP TRIGGER evenement_immuable ON evenement": _SANS_DROIT,
    "DROP TABLE evenement": _SANS_DROIT,
    "ALTER TABLE evenement RENAME TO autre": _SANS_DROIT,
    "ALTER TABLE evenement ADD COLUMN autre text": _SANS_DROIT,
    "CREATE RULE autre AS ON INSERT TO evenement DO INSTEAD NOTHING": _SANS_DROIT,
    "CREATE OR REPLACE FUNCTION refuser_la_reecriture() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN NULL;END $$": _SANS_DROIT,
    "CREATE FUNCTION public.sha256(text) RETURNS bytea LANGUAGE sql AS $$ SELECT ''::bytea $$": (
        _SANS_DROIT
    ),
    "CREATE TABLE public.autre (mot text)": _SANS_DROIT,
    "CREATE SCHEMA autre": _SANS_DROIT,
    "CREATE EXTENSION dblink": _SANS_DROIT,
    "CREATE EVENT TRIGGER autre ON sql_drop EXECUTE FUNCTION ne_rien_garder()": _SANS_DROIT,
    # Programs and files of the server
    "COPY (SELECT 1) TO PROGRAM 'id'": _SANS_DROIT,
    "COPY candidature FROM PROGRAM 'id'": _SANS_DROIT,
    "COPY (SELECT 1) TO '/tmp/autre'": _SANS_DROIT,
    "SELECT pg_read_file('PG_VERSION')": _SANS_DROIT,
    "SELECT pg_ls_dir('.')": _SANS_DROIT,
    "SELECT lo_import('/etc/passwd')": _SANS_DROIT,
    "LOAD 'auth_delay'": _SANS_DROIT,
    "ALTER SYSTEM SET archive_command = 'id'": _SANS_DROIT,
    # Other roles
    "SET ROLE postgres": _SANS_DROIT,
    "SET SESSION AUTHORIZATION postgres": _SANS_DROIT,
    f"ALTER ROLE {SERVICE} SUPERUSER": _SANS_DROIT,
    f"ALTER ROLE {SERVICE} SET session_replication_role = replica": _SANS_DROIT,
    f"ALTER ROLE {SERVICE} SET log_statement = 'all'": _SANS_DROIT,
    f"ALTER ROLE {SERVICE} SET session_preload_libraries = 'auth_delay'": _SANS_DROIT,
    f"ALTER ROLE {SERVICE} CONNECTION LIMIT 0": _SANS_DROIT,
    f"ALTER ROLE {SERVICE} NOLOGIN": _SANS_DROIT,
    f"ALTER ROLE {SERVICE} RENAME TO autre": "session user cannot be renamed",
    "CREATE TEMP TABLE autre (mot text)": _SANS_DROIT,
    f"GRANT pg_execute_server_program TO {SERVICE}": _SANS_DROIT,
    "CREATE ROLE autre SUPERUSER": _SANS_DROIT,
    "SELECT rolpassword FROM pg_authid": _SANS_DROIT,
    f"ALTER TABLE evenement OWNER TO {SERVICE}": _SANS_DROIT,
}


@pytest.fixture(scope="module")
def production(postgres: str) -> Generator[str]:
    """A database in use that is not a sandbox, by the role of its owner."""
    with base_migree(postgres) as url:
        migrer_pour_servir(url)  # for the rights on the database itself, which no copy has
        sql(url, *_REMPLIR)
        yield url


@pytest.mark.parametrize("attaque", ATTAQUES)
def test_le_role_qui_sert_ne_peut_rien_de_plus_que_servir(production: str, attaque: str) -> None:
    with pytest.raises(DBAPIError) as refus:
        sql(du_service(production), *attaque.split("; "))
    assert ATTAQUES[attaque] in f"{getattr(refus.value.orig, 'sqlstate', '')} {refus.value.orig}"


def test_ses_droits_sont_ceux_que_les_tables_disent(production: str) -> None:
    lus = sql(
        production,
        "SELECT table_name, string_agg(privilege_type, ', ' ORDER BY privilege_type) "
        f"FROM information_schema.role_table_grants WHERE grantee = '{SERVICE}' GROUP BY 1",
    )
    tous = "SELECT, INSERT, UPDATE, DELETE"
    dits = {table.name: table.info.get("droits", tous) for table in metadata.tables.values()}
    des_notres = {nom: set(droits.split(", ")) for nom, droits in lus if nom in dits}
    assert des_notres == {nom: set(droits.split(", ")) for nom, droits in dits.items()}


def test_il_n_emprunte_le_role_du_proprietaire_que_par_deux_fonctions(production: str) -> None:
    """Each with a path of its own, and nobody else may call them."""
    lues = sql(
        production,
        "SELECT proname::text, proconfig::text, "
        "has_function_privilege('pg_monitor', oid, 'EXECUTE') "
        "FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1",
    )
    chemin = '{"search_path=pg_catalog, public, pg_temp"}'
    assert lues == [
        ("dernier_evenement", chemin, False),
        ("vider_le_bac_a_sable", chemin, False),
    ]


@pytest.mark.parametrize("table", ["evenement", "depot"])
def test_le_proprietaire_lui_meme_ne_la_vide_pas_par_un_reglage(
    production: str, table: str
) -> None:
    """By whom an installation with one role serves."""
    with pytest.raises(DBAPIError, match=_IMMUABLE):
        sql(production, "SET ti.reinitialisation = 'bac à sable'", f"TRUNCATE {table} CASCADE")
