"""Notes on a dossier: for those who review it, of every region concerned, never rewritten."""

from typing import Any

import pytest

from app.acces.droits import Portee
from app.config import Settings
from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.instruction.dossiers import AMIENS, ROUEN, Agent, agent, deposee_en


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


@pytest.fixture
def dossier(client: Client) -> Candidature:
    return deposee_en(client, ROUEN, AMIENS, region="interregional")


def _noter(qui: Agent, de: Candidature, texte: str, **autres: Any) -> Json:
    prise = qui.appeler("POST", f"/candidatures/{de.id}/notes", json={"texte": texte, **autres})
    assert prise.status_code == 201, prise.text
    return prise.json()


def _textes(qui: Agent, de: Candidature) -> list[str]:
    lues = qui.appeler("GET", f"/candidatures/{de.id}/notes").raise_for_status().json()
    return [une["texte"] for une in lues["notes"]]


def test_chaque_region_concernee_note_et_lit(
    dossier: Candidature, normand: Agent, client: Client, url: str
) -> None:
    autre, lecteur = agent(client, url, "32"), agent(client, url, portee=Portee.INSTRUCTION_LECTURE)
    premiere = _noter(normand, dossier, "À relire.", pointeur="/perimetre/epci")
    assert (premiere["pointeur"], premiere["par"]["nom"]) == ("/perimetre/epci", "essai")
    _noter(autre, dossier, "Relu.")
    assert _textes(lecteur, dossier) == _textes(normand, dossier) == ["À relire.", "Relu."]
    chemin = f"/candidatures/{dossier.id}/notes"
    assert lecteur.appeler("POST", chemin, json={"texte": "Non."}).status_code == 403
    ailleurs = agent(client, url, "53")
    assert ailleurs.appeler("GET", chemin).status_code == 404
    assert ailleurs.appeler("POST", chemin, json={"texte": "Non."}).status_code == 404


def test_le_demandeur_n_en_voit_rien_et_qui_decide_sait_qu_il_y_en_a_une(
    dossier: Candidature, normand: Agent, client: Client, url: str
) -> None:
    def vu() -> Any:
        lue = dossier.appeler("GET")
        return lue.headers["ETag"], lue.content, dossier.appeler("GET", "/evenements").content

    pilote = agent(client, url)
    pilote.prendre(dossier.id).raise_for_status()
    avant, version = vu(), pilote.lire(dossier.id)["version"]
    _noter(normand, dossier, "Un doute.")
    assert vu() == avant
    perimee = pilote.proposer(dossier.id, version)
    assert [c["genre"] for c in perimee.json()["changements"]] == ["note"]


@pytest.mark.parametrize(
    "corps",
    [
        {"texte": ""},
        {"texte": " "},
        {"texte": "a" * 4_001},
        {"texte": "\0"},
        {"texte": "Où ?", "pointeur": "/inconnu"},
        {"texte": "Qui ?", "par": "018c2f74-6f70-4182-93a4-b5c6d7e8f901"},
    ],
)
def test_ce_qui_n_est_pas_une_note_se_refuse(
    dossier: Candidature, normand: Agent, corps: Json
) -> None:
    refus = normand.appeler("POST", f"/candidatures/{dossier.id}/notes", json=corps)
    assert (refus.status_code, refus.json()["code"]) == (422, "requete-invalide")
    assert _textes(normand, dossier) == []


def test_un_dossier_en_a_cinq_cents_au_plus(dossier: Candidature, normand: Agent, url: str) -> None:
    sql(
        url,
        "INSERT INTO note (candidature_id, version, id, texte, agent, le) "
        f"SELECT '{dossier.id}', 1000 + n, gen_random_uuid(), 'Une.', gen_random_uuid(), now() "
        "FROM generate_series(1, 500) n",
    )
    refus = normand.appeler("POST", f"/candidatures/{dossier.id}/notes", json={"texte": "De trop."})
    assert (refus.status_code, refus.json()["code"]) == (409, "trop-de-notes")


def test_elles_partent_avec_la_candidature(dossier: Candidature, normand: Agent, url: str) -> None:
    _noter(normand, dossier, "À relire.")
    dossier.appeler("POST", "/retrait").raise_for_status()
    dossier.appeler("DELETE").raise_for_status()
    assert sql(url, f"SELECT count(*) FROM note WHERE candidature_id = '{dossier.id}'") == [(0,)]
