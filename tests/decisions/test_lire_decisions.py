"""Reading what was decided: nothing before it is published, and who reads what is sealed."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest

from app.acces.droits import Portee, Role
from tests.acces.temoins import nouvel_acces
from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client, Json
from tests.decisions.decidees import inscrire_decision
from tests.decisions.lots import Decideur, decideur
from tests.editions.lecture import texte
from tests.instruction.dossiers import ROUEN, Agent, agent, deposee_en

_SUITES: Final = ("/decision", "/decision/lettre")


@pytest.fixture
def une(client: Client) -> Candidature:
    return deposee_en(client, ROUEN)


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


@pytest.fixture(scope="module")
def decideur_normand(client: Client, url: str) -> Decideur:
    return decideur(client, url, "28")


def evenements(une: Candidature, genre: str) -> list[Json]:
    page = une.appeler("GET", "/evenements").json()["evenements"]
    return [evenement for evenement in page if evenement["genre"] == genre]


def sans_requete(document: Json) -> Json:
    return {cle: valeur for cle, valeur in document.items() if cle != "requete"}


# --- Who applies ---


@pytest.mark.parametrize("suite", _SUITES)
def test_rien_ne_se_lit_avant_la_publication(
    client: Client, url: str, une: Candidature, suite: str
) -> None:
    sans = probleme(une.appeler("GET", suite), 404, "introuvable")
    inscrire_decision(url, une.id, publiee_le=None)
    arretee = probleme(une.appeler("GET", suite), 404, "introuvable")
    inconnue = Candidature(client, "018c2f6e-7d0a-4c1e-9b52-3f6a1d2e4c5b", une.jeton, {})
    assert sans_requete(arretee) == sans_requete(sans)
    assert sans_requete(inconnue.appeler("GET", suite).json()) == sans_requete(sans)
    assert sql(url, f"SELECT consultee_le FROM decision WHERE candidature_id = '{une.id}'") == [
        (None,)
    ]


def test_une_fois_publiee_elle_se_lit_avec_sa_lettre(url: str, une: Candidature) -> None:
    inscrire_decision(url, une.id)
    lue = une.appeler("GET", "/decision").raise_for_status().json()
    signee = une.appeler("GET", "/decision/lettre").raise_for_status()
    assert signee.headers["content-type"] == "application/json"
    ecrite = signee.json()["lettre"]
    dit = ("sens", "dispositif", "motifs", "motivation", "territoire_retenu", "recours", "decision")
    assert {nom: lue[nom] for nom in dit} == {nom: ecrite[nom] for nom in dit}
    assert lue["sens"] == "refusee"
    assert (lue["publiee_le"], lue["rapportee_le"]) == ("2023-11-09T10:00:00Z", None)
    accept = {"Accept": "application/pdf"}
    imprimee = une.appeler("GET", "/decision/lettre", entetes=accept).raise_for_status()
    nom = f"decision-{ecrite['numero']}-1.pdf"
    assert imprimee.headers["content-disposition"] == f'attachment; filename="{nom}"'
    assert ecrite["dispositif"].replace("'", "’") in texte(imprimee.content)
    xml = une.appeler("GET", "/decision/lettre", entetes={"Accept": "application/xml"})
    probleme(xml, 406, "format-non-disponible")


def test_la_premiere_ouverture_par_le_demandeur_est_consignee_une_fois(
    client: Client, url: str, une: Candidature, normand: Agent
) -> None:
    inscrire_decision(url, une.id)
    lecteur = nouvel_acces(url, une.id, Role.LECTURE)[1]
    Candidature(client, une.id, lecteur, {}).appeler("GET", "/decision/lettre").raise_for_status()
    une.appeler("GET", "/decision").raise_for_status()
    une.appeler("GET", "/decision/lettre", entetes={"Accept": "text/html"})
    assert evenements(une, "decision_consultee") == []
    editeur = Candidature(client, une.id, nouvel_acces(url, une.id, Role.EDITION)[1], {})
    le = {"X-Horloge": "2023-11-10T08:00:00Z"}
    with ThreadPoolExecutor() as deux:
        ouvertures = [
            deux.submit(qui.appeler, "GET", "/decision/lettre", entetes=le)
            for qui in (une, editeur)
        ]
    assert [ouverture.result().status_code for ouverture in ouvertures] == [200, 200]
    une.appeler("GET", "/decision/lettre").raise_for_status()
    (consultee,) = evenements(une, "decision_consultee")
    assert consultee["details"] == {"decision": 1}
    assert consultee["le"] == "2023-11-10T08:00:00Z"
    instruite = normand.appeler("GET", f"/candidatures/{une.id}/decisions/1").json()
    assert instruite["consultee_le"] == "2023-11-10T08:00:00Z"


def test_une_decision_rapportee_se_lit_encore_et_le_dit(
    url: str, une: Candidature, normand: Agent
) -> None:
    inscrire_decision(url, une.id)
    sql(
        url,
        "UPDATE decision SET rapportee_le = '2023-12-01', motif_du_rapport = 'retrait', "
        "raison = 'erreur', fondement = 'L242-1' "
        f"WHERE candidature_id = '{une.id}'",
    )
    assert une.appeler("GET", "/decision").json()["rapportee_le"] == "2023-12-01T00:00:00Z"
    (instruite,) = normand.appeler("GET", f"/candidatures/{une.id}/decisions").json()["decisions"]
    rapport = {"le": "2023-12-01T00:00:00Z", "par": None, "motif": "retrait", "raison": "erreur"}
    assert instruite["rapport"] == {**rapport, "fondement": "L242-1"}
    # The next one, sealed, changes nothing; published, it is the one that is read.
    inscrire_decision(url, une.id, 2, publiee_le=None)
    assert une.appeler("GET", "/decision").json()["decision"] == 1
    probleme(une.appeler("GET", "/decision?decision=2"), 404, "introuvable")
    sql(url, f"UPDATE decision SET publiee_le = '2024-01-05' WHERE candidature_id = '{une.id}'")
    assert une.appeler("GET", "/decision").json()["decision"] == 2
    assert une.appeler("GET", "/decision/lettre").json()["lettre"]["decision"] == 2
    premiere = une.appeler("GET", "/decision/lettre?decision=1").json()
    assert premiere["lettre"]["decision"] == 1


# --- Reviewers ---


def test_arretee_en_secret_seul_qui_decide_la_lit_et_c_est_consigne(
    client: Client, url: str, une: Candidature, normand: Agent, decideur_normand: Decideur
) -> None:
    chemin = f"/candidatures/{une.id}/decisions"
    assert normand.appeler("GET", chemin).json() == {"decisions": []}
    probleme(normand.appeler("GET", f"{chemin}/1"), 404, "introuvable")
    inscrire_decision(url, une.id, publiee_le=None)
    administration = agent(client, url, portee=Portee.ADMINISTRATION)
    for qui in (normand, administration):
        assert qui.appeler("GET", chemin).json() == {"decisions": []}
        for suite in ("/1", "/1/lettre"):
            refus = qui.appeler("GET", chemin + suite)
            probleme(refus, 409, "embargo")
            assert "refus" not in refus.text
    assert _lectures(url, une) == []
    ailleurs = decideur(client, url, "32").agent
    probleme(ailleurs.appeler("GET", f"{chemin}/1"), 404, "introuvable")
    le = "2023-11-08T12:00:00Z"
    decide = decideur_normand.agent
    (listee,) = decide.appeler("GET", chemin, le=le).json()["decisions"]
    assert listee == decide.appeler("GET", f"{chemin}/1", le=le).json()
    assert (listee["sens"], listee["publiee_le"]) == ("refusee", None)
    lettre = decide.appeler("GET", f"{chemin}/1/lettre", le=le).raise_for_status()
    assert lettre.json()["lettre"]["sens"] == "refusee"
    lues = _lectures(url, une)
    assert [details for _, details in lues] == [
        {"decision": 1, "lettre": False},
        {"decision": 1, "lettre": False},
        {"decision": 1, "lettre": True},
    ]
    (qui,) = {qui for qui, _ in lues}
    assert qui is not None
    assert evenements(une, "decision_scellee_lue") == []
    # Published, anybody who reviews reads it, and nobody is written down.
    sql(url, f"UPDATE decision SET publiee_le = now() WHERE candidature_id = '{une.id}'")
    assert normand.appeler("GET", f"{chemin}/1/lettre").json() == lettre.json()
    assert len(_lectures(url, une)) == 3


def _lectures(url: str, une: Candidature) -> list[tuple[str | None, Json]]:
    """Who read what is sealed, and what."""
    return [
        (qui, details)
        for qui, details in sql(
            url,
            "SELECT acces_id, details FROM evenement WHERE genre = 'decision_scellee_lue' "
            f"AND candidature_id = '{une.id}' ORDER BY id",
        )
    ]


def test_d_un_lot_qui_n_est_pas_secret_tous_la_lisent_et_c_est_consigne(
    url: str, une: Candidature, normand: Agent
) -> None:
    inscrire_decision(url, une.id, publiee_le=None, secret=False)
    chemin = f"/candidatures/{une.id}/decisions"
    (lue,) = normand.appeler("GET", chemin).json()["decisions"]
    assert lue["sens"] == "refusee"
    assert normand.appeler("GET", f"{chemin}/1").json() == lue
    assert len(_lectures(url, une)) == 2
    probleme(une.appeler("GET", "/decision"), 404, "introuvable")
