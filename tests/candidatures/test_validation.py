"""The verdict: the same for a draft and for a dry run, which stores nothing."""

from typing import Any

import pytest

from tests.candidatures.outils import Sonde, paires, probleme
from tests.client import Client, Json
from tests.formulaire.cas import CAS, Cas, nom
from tests.formulaire.exemples import action, dossier_complet
from tests.formulaire.outils import ABSENT, avec
from tests.pieces_jointes.echantillons import pdf

REQUISES = ["lettres", "plan_action_operationnel"]


def _a_blanc(client: Client, dossier: Json, *rubriques: str) -> Json:
    reponse = client.post("/v1/validation", json=dossier, params={"rubrique": rubriques})
    assert reponse.status_code == 200, reponse.text
    return reponse.json()


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param({}, id="vide"),
        pytest.param({"contact": {"courriel": "jeanne.mar"}}, id="à peine commencé"),
        pytest.param(dossier_complet(), id="complet"),
        pytest.param(avec({"/contact/est_contact_suite": True}), id="réponses cachées"),
        pytest.param(avec({"/perimetre/type_perimetre": "nouveau"}), id="section cachée"),
        pytest.param(avec({"/perimetre/epci/1": ABSENT}), id="EPCI seul"),
        pytest.param(avec({"/plan_action/actions": [action("A")] * 11}), id="onze actions"),
        pytest.param(avec({"/demandeur": ABSENT, "/besoins": {}}), id="sections absentes"),
        pytest.param(avec({"/plan_action/actions/0/budget_euros": 3.0}), id="3.0 est un entier"),
        pytest.param(avec({"/contact/telephone": None, "/bilan": None}), id="nuls"),
        pytest.param(
            avec({"/plan_action/actions/0/partenaires": [{"nom": None}]}), id="nul dans une liste"
        ),
    ],
)
def test_a_blanc_le_verdict_est_celui_du_brouillon(client: Client, dossier: Json) -> None:
    candidature = client.creer(dossier)
    verdict = candidature.appeler("GET", "/validation").json()
    assert _a_blanc(client, dossier) == verdict
    assert candidature.lire()["validation"] == verdict
    assert candidature.creee["validation"] == verdict
    assert candidature.modifier({}).json()["validation"] == verdict


@pytest.mark.parametrize("cas", [cas for cas in CAS if not cas.brouillon], ids=nom)
def test_a_blanc_chaque_faute_est_dite(client: Client, cas: Cas) -> None:
    verdict = _a_blanc(client, cas.dossier(), *cas.pieces)
    trouves = paires(verdict["erreurs"] + verdict["avertissements"])
    assert trouves == [(cas.pointeur, cas.code)]


def test_a_blanc_rien_n_est_enregistre(client: Client, sonde: Sonde) -> None:
    with sonde.intacte():
        _a_blanc(client, dossier_complet(), *REQUISES)


def test_a_blanc_les_rubriques_tiennent_lieu_de_fichiers(client: Client) -> None:
    dossier = dossier_complet()
    assert paires(_a_blanc(client, dossier)["erreurs"]) == [
        ("/gouvernance/lettres", "piece_manquante"),
        ("/plan_action/plan_action_operationnel", "piece_manquante"),
    ]
    assert paires(_a_blanc(client, dossier, "lettres")["erreurs"]) == [
        ("/plan_action/plan_action_operationnel", "piece_manquante")
    ]
    complet = _a_blanc(client, dossier, *REQUISES)
    assert (complet["deposable"], complet["erreurs"]) == (True, [])


def test_avec_ses_fichiers_le_brouillon_recoit_le_verdict_a_blanc(client: Client) -> None:
    candidature = client.creer(dossier_complet())
    for rang, rubrique in enumerate(REQUISES, 1):
        candidature.joindre(rubrique, "piece.pdf", pdf()).raise_for_status()
        verdict = candidature.appeler("GET", "/validation").json()
        assert verdict == _a_blanc(client, dossier_complet(), *REQUISES[:rang])
    assert candidature.lire()["validation"]["deposable"] is True


def test_a_blanc_une_rubrique_inconnue_est_refusee(client: Client) -> None:
    reponse = client.post("/v1/validation?rubrique=lettres&rubrique=annexe", json={})
    document = probleme(reponse, 422, "requete-invalide")
    assert [p["dans"] for p in document["parametres"]] == ["query"]


def test_l_avancement_compte_les_reponses_dues_par_section(client: Client) -> None:
    def sections(dossier: Json, *rubriques: str) -> dict[str, Any]:
        verdict = _a_blanc(client, dossier, *rubriques)
        return {s["section"]: (s["attendus"], s["donnes"]) for s in verdict["sections"]}

    vide, complet = sections({}), sections(dossier_complet(), *REQUISES)
    assert "bilan" not in vide
    assert {donnes for _, donnes in vide.values()} == {0}
    assert list(complet) == [
        "demandeur",
        "perimetre",
        "plan_action",
        "bilan",
        "gouvernance",
        "besoins",
        "contact",
    ]
    assert all(attendus == donnes for attendus, donnes in complet.values())
    sans_lettre = sections(dossier_complet())["gouvernance"]
    assert sans_lettre == (complet["gouvernance"][0], complet["gouvernance"][0] - 1)


def test_une_regle_entre_deux_sections_avertit_a_blanc_et_dans_un_brouillon(client: Client) -> None:
    chef = "/besoins/animation/chef_projet_courriel"
    dossier = avec({"/besoins/animation/demandeur_est_chef_projet": True})
    verdict = _a_blanc(client, dossier, *REQUISES)
    assert paires(verdict["avertissements"]) == [(chef, "chef_projet_autre_courriel")]
    assert verdict["deposable"]
    candidature = client.creer(dossier)
    assert paires(candidature.lire()["validation"]["avertissements"]) == paires(
        verdict["avertissements"]
    )
    # The answer that ends it is in the other section.
    corrige = {"demandeur": {"courriel": "camille.petit@seine-axe.example.fr"}}
    assert candidature.modifier(corrige).json()["validation"]["avertissements"] == []
