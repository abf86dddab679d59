"""The role that serves: made by who migrates, with its password, and with the rights of today."""

import asyncio
from base64 import b64decode
from collections.abc import Generator
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import URL, make_url
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from app.kit.postgres.embedded import SERVICE
from app.kit.postgres.migrations import migrer
from app.kit.postgres.roles import verificateur_de
from tests.bases import base_migree, base_neuve, du_service, migrer_pour_servir, sql
from tests.conftest import reglages_pour, servir
from tests.exploitation.commandes import ti_seul


@pytest.fixture
def role(postgres: str) -> Generator[str]:
    """The name of a role that is not there yet."""
    nom = f"Rôle {uuid4().hex}"
    yield nom
    sql(postgres, f'DROP ROLE IF EXISTS "{nom}"')


def test_le_mot_de_passe_est_garde_comme_postgresql_le_garde(postgres: str, role: str) -> None:
    garde = f"SELECT rolpassword FROM pg_authid WHERE rolname = '{role}'"
    ((lu,),) = sql(postgres, f"CREATE ROLE \"{role}\" PASSWORD 'Été 2023'", garde)
    sel = b64decode(lu.split(":")[1].partition("$")[0])
    assert verificateur_de("Été 2023", sel) == lu
    assert verificateur_de("Eté 2023", sel) != lu


def test_ti_migrate_cree_le_role_qui_sert_et_s_en_tient_la(postgres: str, role: str) -> None:
    with base_neuve(postgres) as url:
        service = make_url(url).set(username=role, password="secret d'essai")
        reglages = {
            "TI_DATABASE_URL": service.render_as_string(hide_password=False),
            "TI_DATABASE_URL_MIGRATION": url,
        }
        fini = ti_seul("migrate", **reglages)
        assert fini.returncode == 0, fini.stderr
        _migrer_pour(url, service)
        ((peut, mot_de_passe),) = sql(
            url,
            "SELECT rolcanlogin AND NOT rolsuper AND NOT rolcreaterole AND NOT rolcreatedb, "
            f"rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = '{role}'",
        )
        assert (peut, mot_de_passe) == (True, True)
        assert sql(reglages["TI_DATABASE_URL"], "SELECT count(*) FROM evenement") == [(0,)]
        with pytest.raises(DBAPIError):
            sql(reglages["TI_DATABASE_URL"], "DELETE FROM evenement")


# What PostgreSQL lets every role do to itself, for its next connections too.
_A_SOI: Final = (
    "ALTER ROLE {} PASSWORD 'pirate'",
    "ALTER ROLE {} SET default_transaction_read_only = on",
    "ALTER ROLE {} SET work_mem = '64kB'",
    "ALTER ROLE {} IN DATABASE {} SET search_path = autre",
)


def test_migrer_defait_ce_que_le_role_s_est_fait(postgres: str, role: str) -> None:
    """Else the service would be down until somebody knows why, or another would know its secret."""
    with base_migree(postgres) as url:
        service = make_url(url).set(username=role, password="secret d'essai")
        _migrer_pour(url, service)
        garde = f"SELECT rolpassword FROM pg_authid WHERE rolname = '{role}'"
        for geste in reversed(_A_SOI):
            noms = (f'"{role}"', f'"{make_url(url).database}"')
            sql(
                service.render_as_string(hide_password=False),
                "SET default_transaction_read_only = off",
                geste.format(*noms),
            )
        _migrer_pour(url, service)
        restent = "SELECT count(*) FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole"
        assert sql(url, f"{restent} WHERE rolname = '{role}'") == [(0,)]
        ((lu,),) = sql(url, garde)
        sel = b64decode(lu.split(":")[1].partition("$")[0])
        assert lu == verificateur_de("secret d'essai", sel)


def test_migrer_laisse_un_role_qui_n_est_pas_a_lui(postgres: str, role: str) -> None:
    """Made by an administrator: its rights are given, the rest is left, and said."""
    with base_neuve(postgres) as url:
        nom, base = f"proprietaire_{uuid4().hex}", make_url(url).database
        sql(postgres, f'CREATE ROLE "{role}" LOGIN', f"CREATE ROLE {nom} LOGIN")
        sql(postgres, f'ALTER DATABASE "{base}" OWNER TO {nom}')
        sql(url, f"ALTER SCHEMA public OWNER TO {nom}")
        service = make_url(url).set(username=role)
        with capture_logs() as journaux:
            _migrer_pour(str(make_url(url).set(username=nom)), service)
        assert "role_non_remis" in [ligne["event"] for ligne in journaux]
        assert sql(str(service), "SELECT count(*) FROM evenement") == [(0,)]
    sql(postgres, f"DROP ROLE {nom}")


def _migrer_pour(url: str, service: URL) -> None:
    """What `ti migrate` does."""
    asyncio.run(migrer(url, service.render_as_string(hide_password=False)))


def test_une_base_en_avance_garde_les_droits_que_la_suivante_a_donnes(postgres: str) -> None:
    droit = f"SELECT has_table_privilege('{SERVICE}', 'evenement', 'DELETE')"
    with base_migree(postgres) as url:
        sql(url, f"GRANT DELETE ON evenement TO {SERVICE}")
        sql(url, "UPDATE alembic_version SET version_num = '9999'")
        migrer_pour_servir(url)
        assert sql(url, droit) == [(True,)]


def test_un_droit_de_trop_est_repris(postgres: str) -> None:
    droit = f"SELECT has_table_privilege('{SERVICE}', 'evenement', 'DELETE')"
    with base_migree(postgres) as url:
        assert sql(url, f"GRANT DELETE ON evenement TO {SERVICE}", droit) == [(True,)]
        migrer_pour_servir(url)
        assert sql(url, droit) == [(False,)]


@pytest.mark.parametrize("seul", [True, False], ids=["proprietaire", "service"])
def test_qui_sert_par_le_proprietaire_est_averti(
    production: str, tmp_path: Path, *, seul: bool
) -> None:
    url = production if seul else du_service(production)
    reglages = reglages_pour(url, tmp_path, bac_a_sable=False)
    donnes = {"database_url": SecretStr(url)}
    with capture_logs() as journaux, servir(reglages.model_copy(update=donnes)):
        pass
    dits = [ligne for ligne in journaux if ligne["event"] == "role_trop_puissant"]
    assert [ligne["log_level"] for ligne in dits] == ["warning"] * seul
