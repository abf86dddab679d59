"""The life of a draft, through HTTP."""

import pytest

from app.acces.jeton import Prefixe
from tests.client import Client, Json
from tests.formulaire.exemples import dossier_complet


def test_un_brouillon_garde_ce_qui_est_saisi_et_dit_ce_qui_manque(client: Client) -> None:
    candidature = client.creer()
    reponse = candidature.modifier({"contact": {"courriel": "jeanne.mar"}})
    assert reponse.status_code == 200
    lue = reponse.json()
    assert lue["dossier"] == {"contact": {"courriel": "jeanne.mar"}}
    codes = {e["pointeur"]: e["code"] for e in lue["validation"]["erreurs"]}
    assert codes["/contact/courriel"] == "courriel_invalide"
    assert candidature.lire()["dossier"] == lue["dossier"]


def test_un_dossier_complet_n_attend_que_ses_fichiers(client: Client) -> None:
    lue = client.creer(dossier_complet()).lire()
    codes = {e["code"] for e in lue["validation"]["erreurs"]}
    assert codes == {"piece_manquante"}


def test_une_creation_dit_ou_se_trouve_le_brouillon_et_donne_son_jeton(client: Client) -> None:
    reponse = client.post("/v1/candidatures", json={"dossier": dossier_complet()})
    creee = reponse.json()
    assert reponse.headers["location"] == f"/v1/candidatures/{creee['id']}"
    assert reponse.headers["etag"] == '"1"'
    assert "idempotency-replayed" not in reponse.headers
    assert (creee["etat"], creee["version"], creee["numero"]) == ("brouillon", 1, None)
    jeton = creee.pop("jeton")
    assert jeton.startswith(Prefixe.CANDIDATURE)
    lue = client.get(
        reponse.headers["location"], headers={"Authorization": f"Bearer {jeton}"}
    ).json()
    assert lue == creee
    assert lue["dossier"] == dossier_complet()


@pytest.mark.parametrize("corps", [{}, {"dossier": {}}])
def test_un_brouillon_peut_naitre_vide(client: Client, corps: Json) -> None:
    reponse = client.post("/v1/candidatures", json=corps)
    assert reponse.status_code == 201
    assert reponse.json()["dossier"] == {}


def test_une_modification_fond_les_objets_remplace_les_listes_et_retire_les_nuls(
    client: Client,
) -> None:
    candidature = client.creer(
        {
            "contact": {"nom_prenom": "Jeanne Martin", "courriel": "jeanne@"},
            "perimetre": {"epci": [{"siren": "200084952"}, {"siren": "200010700"}]},
        }
    )
    reponse = candidature.modifier(
        {
            "contact": {"courriel": None, "telephone": "02 35"},
            "perimetre": {"epci": [{"siren": "200010700", "nom": None}]},
            "demandeur": {"siret": None},
        }
    )
    assert reponse.headers["etag"] == '"2"'
    assert reponse.json()["dossier"] == candidature.lire()["dossier"]
    assert reponse.json()["dossier"] == {
        "contact": {"nom_prenom": "Jeanne Martin", "telephone": "02 35"},
        "perimetre": {"epci": [{"siren": "200010700"}]},
        "demandeur": {},
    }


def test_les_nuls_sont_retires_a_la_creation_aussi(client: Client) -> None:
    actions = [{"intitule": "Former", "porteur": {"nom": None}, "partenaires": [{"nom": None}]}]
    creee = client.creer({"contact": None, "plan_action": {"priorites": None, "actions": actions}})
    assert creee.lire()["dossier"] == {
        "plan_action": {"actions": [{"intitule": "Former", "porteur": {}, "partenaires": [{}]}]}
    }


def test_une_reponse_cachee_est_gardee_pour_quand_elle_reparait(client: Client) -> None:
    candidature = client.creer(dossier_complet())
    cachee = candidature.modifier(
        {"contact": {"est_contact_suite": True, "suite_courriel": "à moitié@"}}
    ).json()
    assert cachee["dossier"]["contact"]["suite_nom_prenom"] == "Camille Petit"
    assert cachee["dossier"]["contact"]["suite_courriel"] == "à moitié@"
    assert _fautes(cachee) == {"piece_manquante"}
    montree = candidature.modifier({"contact": {"est_contact_suite": False}}).json()
    assert montree["dossier"]["contact"]["suite_courriel"] == "à moitié@"
    assert _fautes(montree) == {"piece_manquante", "courriel_invalide"}


def _fautes(lue: Json) -> set[str]:
    return {e["code"] for e in lue["validation"]["erreurs"]}


@pytest.mark.parametrize(
    "correctif",
    [
        {},
        {"contact": {}},
        {"contact": {"nom_prenom": "Jeanne Martin"}},
        {"contact": {"telephone": None}, "bilan": None},
        {"perimetre": {"epci": [{"siren": "200084952", "nom": None}]}},
    ],
)
def test_ce_qui_ne_change_rien_ne_fait_ni_version_ni_evenement(
    client: Client, correctif: Json
) -> None:
    candidature = client.creer(
        {
            "contact": {"nom_prenom": "Jeanne Martin"},
            "perimetre": {"epci": [{"siren": "200084952"}]},
        }
    )
    avant = candidature.lire()
    reponse = candidature.modifier(correctif, **{"X-Horloge": "2023-09-20T10:00:00+02:00"})
    assert (reponse.status_code, reponse.headers["etag"]) == (200, '"1"')
    assert reponse.json() == avant == candidature.lire()
    assert [e["genre"] for e in candidature.evenements()] == ["creee"]


def test_l_evenement_nomme_les_reponses_qui_ont_change(client: Client) -> None:
    candidature = client.creer(dossier_complet())
    candidature.modifier(
        {
            "contact": {"nom_prenom": "Jeanne Martin", "telephone": "02 35"},
            "besoins": {"ingenierie": {"projets_complexes": None}},
            "plan_action": {"actions": []},
            "bilan": None,
        }
    )
    creee, modifiee = candidature.evenements()
    assert (creee["genre"], creee["version"], creee["details"]) == ("creee", 1, {})
    assert (modifiee["genre"], modifiee["version"]) == ("modifiee", 2)
    assert sorted(modifiee["details"]["pointeurs"]) == [
        "/besoins/ingenierie/projets_complexes",
        "/bilan",
        "/contact/telephone",
        "/plan_action/actions",
    ]


def test_un_courriel_plus_long_qu_aucune_adresse_est_garde_comme_le_reste(client: Client) -> None:
    long = "".join(chr(0x10000 + 97 * rang) for rang in range(1000)) + "@example.fr"
    candidature = client.creer({"demandeur": {"courriel": long}})
    assert candidature.lire()["dossier"]["demandeur"]["courriel"] == long
