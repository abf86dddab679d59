"""The sandbox: its clock, its reset, its ready-made draft; none of it elsewhere."""

from collections.abc import Generator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from app.config import Settings
from app.kit.postgres.database import metadata
from tests.bases import comptes, migrer_pour_servir, sql
from tests.client import Candidature, Client
from tests.conftest import reglages_pour, servir
from tests.formulaire.exemples import Json
from tests.remplissage import remplir

JETONS = "/v1/bac-a-sable/jetons"
REINITIALISER = "/v1/bac-a-sable/reinitialiser"


@pytest.fixture(scope="module")
def base_a_part(postgres: str) -> str:
    """A database of its own on the same server: a reset leaves the other tests alone."""
    sql(postgres, "CREATE DATABASE bac_a_sable")
    url = postgres.replace("/ti?", "/bac_a_sable?")
    assert url != postgres
    migrer_pour_servir(url)
    return url


@pytest.fixture(scope="module")
def reglages_a_part(base_a_part: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return reglages_pour(base_a_part, tmp_path_factory.mktemp("bac"), bac_a_sable=True)


@pytest.fixture(scope="module")
def bac(reglages_a_part: Settings) -> Generator[Client]:
    with servir(reglages_a_part) as client:
        yield client


def reinitialiser(bac: Client) -> Candidature:
    """Reset; the ready-made draft."""
    lu = bac.post(REINITIALISER).raise_for_status().json()
    return Candidature(bac, lu["candidature"], lu["jeton"], lu)


def fichiers(dossier: Path) -> list[Path]:
    """Those of candidatures: what says whose store it is stays."""
    return [f for f in (dossier / "fichiers").glob("*/**/*") if f.is_file()]


def test_la_remise_a_zero_vide_tout(
    bac: Client, base_a_part: str, reglages_a_part: Settings
) -> None:
    candidature = remplir(bac, base_a_part)
    assert all(comptes(base_a_part).values())
    assert len(fichiers(reglages_a_part.donnees)) == 3
    pret = reinitialiser(bac)
    assert comptes(base_a_part) == {
        **dict.fromkeys(metadata.tables, 0),
        # The draft and the keys made ready.
        **dict.fromkeys(("candidature", "acces", "evenement"), 1),
        "marque": 1,
        "cle_api": 4,
    }
    assert fichiers(reglages_a_part.donnees) == []
    assert candidature.appeler("GET").status_code == 404
    assert pret.lire()["etat"] == "brouillon"


def test_le_brouillon_pret_a_l_emploi_s_ouvre_avec_son_jeton(bac: Client) -> None:
    premier, second = reinitialiser(bac), reinitialiser(bac)
    assert premier.jeton == second.jeton
    assert premier.id != second.id
    assert second.modifier({"contact": {"courriel": "a@example.fr"}}).status_code == 200
    assert second.lire()["dossier"] == {"contact": {"courriel": "a@example.fr"}}


def test_le_brouillon_pret_a_l_emploi_reste_d_un_demarrage_a_l_autre(
    bac: Client, reglages_a_part: Settings
) -> None:
    pret = reinitialiser(bac)
    pret.modifier({"contact": {"courriel": "a@example.fr"}})
    with servir(reglages_a_part) as redemarre:
        relu = Candidature(redemarre, pret.id, pret.jeton, pret.creee).lire()
    assert relu["dossier"] == {"contact": {"courriel": "a@example.fr"}}


def test_une_cle_d_avant_la_remise_a_zero_resert(bac: Client) -> None:
    entetes = {"Idempotency-Key": str(uuid4())}
    avant = bac.creer({}, **entetes)
    reinitialiser(bac)
    assert bac.creer({}, **entetes).id != avant.id


# --- The clock ---


def heure(client: Client, **entetes: str) -> datetime:
    campagne: Json = client.get("/v1/campagne", headers=entetes).raise_for_status().json()
    return datetime.fromisoformat(campagne["maintenant"])


def test_l_horloge_part_du_18_septembre_et_avance(client: Client) -> None:
    premiere = heure(client)
    assert datetime.fromisoformat("2023-09-18T09:00:00+02:00") < premiere
    assert premiere.date().isoformat() == "2023-09-18"
    while heure(client) <= premiere:  # of one tick of the kernel's clock, they are as late
        pass


def test_chaque_requete_regle_sa_propre_horloge(client: Client) -> None:
    reglee = heure(client, **{"X-Horloge": "2023-07-14T10:00:00Z"})
    assert reglee == datetime.fromisoformat("2023-07-14T12:00:00+02:00")
    assert heure(client).date().isoformat() == "2023-09-18"
    candidature = client.creer({}, **{"X-Horloge": "2023-07-14T10:00:00Z"})
    assert candidature.creee["creee_le"] == "2023-07-14T10:00:00Z"


# --- Elsewhere ---


@pytest.fixture(scope="module")
def ailleurs(production: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Client]:
    """The same service, not a sandbox."""
    with servir(reglages_pour(production, tmp_path_factory.mktemp("ailleurs"))) as client:
        yield client


def test_hors_du_bac_a_sable_la_remise_a_zero_n_existe_pas(ailleurs: Client) -> None:
    reponse = ailleurs.post(REINITIALISER)
    assert (reponse.status_code, reponse.json()["code"]) == (404, "route-inconnue")


def test_une_base_de_production_ne_se_vide_pas_quoi_que_disent_les_reglages(
    bac: Client, base_a_part: str
) -> None:
    candidature = bac.creer()
    nature = "UPDATE marque SET nature = '{}'"
    sql(base_a_part, nature.format("production"))
    assert bac.post(REINITIALISER).status_code == 404
    sql(base_a_part, nature.format("bac_a_sable"))
    assert candidature.lire()["etat"] == "brouillon"


def test_ce_qui_est_pret_se_lit_sans_rien_vider(bac: Client, base_a_part: str) -> None:
    remise = bac.post(REINITIALISER).raise_for_status().json()
    candidature = bac.creer()
    assert bac.get(JETONS).raise_for_status().json() == remise
    assert candidature.lire()["etat"] == "brouillon"
    nature = "UPDATE marque SET nature = '{}'"
    sql(base_a_part, nature.format("production"))
    assert bac.get(JETONS).status_code == 404
    sql(base_a_part, nature.format("bac_a_sable"))


def test_hors_du_bac_a_sable_rien_n_est_pret(ailleurs: Client) -> None:
    reponse = ailleurs.get(JETONS)
    assert (reponse.status_code, reponse.json()["code"]) == (404, "route-inconnue")


@pytest.mark.parametrize("demandee", ["2023-09-18T09:00:00+02:00", "demain"])
def test_hors_du_bac_a_sable_l_horloge_ne_se_regle_pas(ailleurs: Client, demandee: str) -> None:
    assert heure(ailleurs, **{"X-Horloge": demandee}).year > 2023
    reponse = ailleurs.post("/v1/candidatures", json={}, headers={"X-Horloge": demandee})
    assert (reponse.status_code, reponse.json()["code"]) == (409, "campagne-fermee")
