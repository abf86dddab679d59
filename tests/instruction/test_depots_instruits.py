"""What reviewers read of a deposit: what the applicant does, files once scanned, no draft."""

import pytest

from app.config import Settings
from tests.bases import sql
from tests.client import Candidature, Client
from tests.depots.pieces import depot
from tests.instruction.dossiers import ROUEN, Agent, agent, deposee_en
from tests.pieces_jointes.echantillons import pdf


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


@pytest.fixture(scope="module")
def dossier(client: Client) -> Candidature:
    """Deposited twice; its draft has changed since, and has a file more."""
    candidature = deposee_en(client, ROUEN)
    candidature.modifier({"perimetre": {"nom_territoire": "Second dépôt"}}).raise_for_status()
    candidature.deposer().raise_for_status()
    candidature.modifier({"perimetre": {"nom_territoire": "Brouillon"}}).raise_for_status()
    return candidature


@pytest.mark.parametrize(
    "chemin",
    [
        "/depots",
        "/depots/1",
        "/depots/2",
        "/depots/1/accuse-reception",
        "/depots/1/comparaison/2",
        "/depots/2/dossier.pdf",
    ],
)
def test_le_meme_que_celui_du_demandeur(dossier: Candidature, normand: Agent, chemin: str) -> None:
    ici = normand.appeler("GET", f"/candidatures/{dossier.id}{chemin}")
    assert ici.status_code == 200, ici.text
    assert ici.content == dossier.appeler("GET", chemin).content
    assert b"Brouillon" not in ici.content


def test_d_une_autre_region_rien(dossier: Candidature, client: Client, url: str) -> None:
    ailleurs = agent(client, url, "53")
    piece = depot(dossier)["pieces"][0]["id"]
    for chemin in (
        "",
        "/depots",
        "/depots/1",
        "/depots/1/accuse-reception",
        "/depots/1/comparaison/2",
        "/depots/1/dossier.pdf",
        "/affectations",
        "/proposition",
        f"/pieces-jointes/{piece}/contenu",
    ):
        refus = ailleurs.appeler("GET", f"/candidatures/{dossier.id}{chemin}")
        assert (refus.status_code, refus.json()["code"]) == (404, "introuvable"), chemin


def test_un_fichier_se_reprend_et_celui_du_brouillon_reste_au_demandeur(
    dossier: Candidature, normand: Agent
) -> None:
    piece = depot(dossier)["pieces"][0]
    ici = f"/candidatures/{dossier.id}/pieces-jointes/{piece['id']}/contenu"
    entier = normand.appeler("GET", ici)
    assert (entier.status_code, len(entier.content)) == (200, piece["taille"])
    partie = normand.appeler("GET", ici, headers={"Range": "bytes=1-4"})
    assert (partie.status_code, partie.content) == (206, entier.content[1:5])
    neuve = dossier.joindre("lettres", "apres.pdf", pdf()).raise_for_status().json()["id"]
    la = f"/candidatures/{dossier.id}/pieces-jointes/{neuve}/contenu"
    assert normand.appeler("GET", la).status_code == 404


@pytest.mark.parametrize(
    ("antivirus", "code"), [("en_attente", "analyse-en-attente"), ("infecte", "fichier-infecte")]
)
def test_un_fichier_que_l_antivirus_n_a_pas_laisse_passer_ne_se_donne_pas(
    client: Client, url: str, normand: Agent, antivirus: str, code: str
) -> None:
    candidature = deposee_en(client, ROUEN)
    piece = depot(candidature)["pieces"][0]["id"]
    sql(url, f"UPDATE piece_jointe SET antivirus = '{antivirus}' WHERE id = '{piece}'")
    ici = f"/candidatures/{candidature.id}/pieces-jointes/{piece}/contenu"
    refus = normand.appeler("GET", ici)
    assert (refus.status_code, refus.json()["code"]) == (409, code)
