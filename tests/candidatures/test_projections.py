"""`erreurs=ajv`, `erreurs=rjsf`: the errors in the shape of a form library too, where asked."""

from collections.abc import Callable
from typing import Final

import httpx2
import pytest

from tests.candidatures.outils import probleme
from tests.client import MERGE_PATCH, Candidature, Client, Json
from tests.formulaire.outils import ABSENT, avec

FAUTIF: Final = avec(
    {
        "/contact/suite_courriel": ABSENT,
        "/demandeur/siret": "73282932000075",
        "/perimetre/epci/1": ABSENT,  # a warning
    }
)
REQUIS: Final = "Cette réponse est obligatoire."
CLE: Final = "Ce SIRET comporte une erreur : sa clé de contrôle est fausse."
FICHIER: Final = "Joignez au moins un fichier à cette rubrique."
INCONNU: Final = "Ce champ n'existe pas dans le formulaire."

Appel = Callable[[Candidature, Json], httpx2.Response]


def _valider(candidature: Candidature, params: Json) -> httpx2.Response:
    return candidature.appeler("GET", "/validation", params=params)


def _lire(candidature: Candidature, params: Json) -> httpx2.Response:
    return candidature.appeler("GET", params=params)


def _modifier(candidature: Candidature, params: Json) -> httpx2.Response:
    entetes = {"Content-Type": MERGE_PATCH}
    return candidature.appeler("PATCH", params=params, json={}, entetes=entetes)


def _a_blanc(candidature: Candidature, params: Json) -> httpx2.Response:
    return candidature.client.post("/v1/validation", params=params, json=FAUTIF)


def _creer(candidature: Candidature, params: Json) -> httpx2.Response:
    return candidature.client.post("/v1/candidatures", params=params, json={"dossier": FAUTIF})


PARTOUT: Final = pytest.mark.parametrize("appel", [_valider, _lire, _modifier, _a_blanc, _creer])


@pytest.fixture(scope="module")
def candidature(client: Client) -> Candidature:
    return client.creer(FAUTIF)


def _validation(appel: Appel, candidature: Candidature, **params: str) -> Json:
    reponse = appel(candidature, params).raise_for_status().json()
    return reponse.get("validation", reponse)


@PARTOUT
def test_les_erreurs_se_donnent_dans_la_forme_d_ajv(candidature: Candidature, appel: Appel) -> None:
    validation = _validation(appel, candidature, erreurs="ajv")
    trouvees = validation["erreurs_ajv"]
    assert [e["message"] for e in trouvees] == [e["message"] for e in validation["erreurs"]]
    assert {(e["instancePath"], e["keyword"]) for e in trouvees} == {
        ("/demandeur/siret", "siret_cle"),
        ("/contact", "required"),
        ("/plan_action/plan_action_operationnel", "piece_manquante"),
        ("/gouvernance/lettres", "piece_manquante"),
    }
    assert {"missingProperty": "suite_courriel"} in [e["params"] for e in trouvees]
    assert validation["erreurs_rjsf"] is None
    assert validation["avertissements"]


@PARTOUT
def test_les_erreurs_se_donnent_dans_la_forme_de_rjsf(
    candidature: Candidature, appel: Appel
) -> None:
    validation = _validation(appel, candidature, erreurs="rjsf")
    assert validation["erreurs_ajv"] is None
    assert validation["erreurs_rjsf"] == {
        "demandeur": {"siret": {"__errors": [CLE]}},
        "plan_action": {"__errors": [FICHIER]},
        "gouvernance": {"__errors": [FICHIER]},
        "contact": {"suite_courriel": {"__errors": [REQUIS]}},
    }


@PARTOUT
def test_sans_demande_aucune_forme_n_est_donnee(candidature: Candidature, appel: Appel) -> None:
    validation = _validation(appel, candidature)
    assert validation["erreurs"]
    assert (validation["erreurs_ajv"], validation["erreurs_rjsf"]) == (None, None)


@PARTOUT
@pytest.mark.parametrize("forme", ["", "AJV", "vue", "ajv,rjsf"])
def test_une_forme_inconnue_est_refusee(candidature: Candidature, appel: Appel, forme: str) -> None:
    document = probleme(appel(candidature, {"erreurs": forme}), 422, "requete-invalide")
    assert [(p["dans"], p["nom"]) for p in document["parametres"]] == [("query", "erreurs")]


def test_une_relecture_sans_demande_apres_une_demande_ne_donne_rien(client: Client) -> None:
    """What is remembered of a verdict is remembered by the shape asked for."""
    neuve = client.creer({"contact": {"courriel": "jeanne@"}})
    for _ in range(2):
        assert _validation(_lire, neuve)["erreurs_ajv"] is None
        assert _validation(_lire, neuve, erreurs="ajv")["erreurs_ajv"]
        assert _validation(_lire, neuve, erreurs="rjsf")["erreurs_rjsf"]
        assert _validation(_lire, neuve, erreurs="rjsf")["erreurs_ajv"] is None


# Refusals


REFUSEES: Final = pytest.mark.parametrize(
    ("methode", "suite", "corps"),
    [
        ("PATCH", "/v1/candidatures/{id}", {"contact": {"fax": 1, "courriel": 3}}),
        (
            "POST",
            "/v1/candidatures",
            {"dossier": {"contact": {"fax": 1, "courriel": 3}}},
        ),
    ],
)


def _refusee(candidature: Candidature, methode: str, suite: str, corps: Json, forme: Json) -> Json:
    entetes = {"Authorization": f"Bearer {candidature.jeton}"}
    reponse = candidature.client.request(
        methode, suite.format(id=candidature.id), json=corps, params=forme, headers=entetes
    )
    return probleme(reponse, 422, "forme-refusee")


@REFUSEES
def test_un_refus_de_forme_se_donne_aussi_dans_la_forme_demandee(
    candidature: Candidature, methode: str, suite: str, corps: Json
) -> None:
    sans = _refusee(candidature, methode, suite, corps, {})
    assert (sans["erreurs_ajv"], sans["erreurs_rjsf"]) == (None, None)
    ajv = _refusee(candidature, methode, suite, corps, {"erreurs": "ajv"})
    assert [(e["instancePath"], e["params"]) for e in ajv["erreurs_ajv"]] == [
        ("/contact/courriel", {"type": "string"}),
        ("/contact", {"additionalProperty": "fax"}),
    ]
    rjsf = _refusee(candidature, methode, suite, corps, {"erreurs": "rjsf"})
    type_attendu = "Le type de cette valeur ne convient pas : texte attendu."
    assert rjsf["erreurs_rjsf"] == {
        "contact": {"courriel": {"__errors": [type_attendu]}, "__errors": [INCONNU]}
    }


@pytest.mark.parametrize("corps", [[], "x", 3])
def test_un_corps_qui_n_est_pas_un_objet_est_dit_a_la_racine(client: Client, corps: object) -> None:
    reponse = client.post("/v1/validation", json=corps, params={"erreurs": "rjsf"})
    objet = "Le type de cette valeur ne convient pas : objet attendu."
    assert probleme(reponse, 422, "forme-refusee")["erreurs_rjsf"] == {"__errors": [objet]}


def test_une_creation_rejouee_garde_la_forme_de_la_premiere(client: Client) -> None:
    entetes = {"Idempotency-Key": "projection-0123456789abcdef"}
    corps = {"dossier": FAUTIF}
    premiere, rejouee = (
        client.post("/v1/candidatures", json=corps, params=forme, headers=entetes)
        for forme in ({"erreurs": "rjsf"}, {})
    )
    assert rejouee.headers["Idempotency-Replayed"] == "true"
    assert rejouee.json() == premiere.json()
    assert premiere.json()["validation"]["erreurs_rjsf"]
