"""What even a draft refuses, with every pointer at once; nothing of it is stored."""

from typing import Any, Final

import pytest

from app.config import Settings
from tests.candidatures.outils import Constat, Sonde, inchangee, probleme, refus_de_forme
from tests.client import Candidature, Client, Json
from tests.formulaire.exemples import dossier_complet

VIDE: Final[Json] = {}


@pytest.fixture(scope="module")
def candidature(client: Client) -> Candidature:
    return client.creer(dossier_complet())


refusees = pytest.mark.parametrize(
    ("reponses", "attendus"),
    [
        pytest.param({"annexe": {}}, [("/annexe", "champ_inconnu")], id="section inconnue"),
        pytest.param(
            {"contact": {"fax": "0235123456"}}, [("/contact/fax", "champ_inconnu")], id="clé"
        ),
        pytest.param(
            {"besoins": {"animation": {"a/b~c": 1}}},
            [("/besoins/animation/a~1b~0c", "champ_inconnu")],
            id="clé à échapper",
        ),
        pytest.param(
            {"plan_action": {"actions": [{}, {"porteur": {"siret": ""}}]}},
            [("/plan_action/actions/1/porteur/siret", "champ_inconnu")],
            id="clé dans un élément",
        ),
        pytest.param(
            {"con\0tact": {}}, [("/con\0tact", "champ_inconnu")], id="U+0000 dans une clé"
        ),
        pytest.param(
            {"contact": {"courriel": "a\0b"}},
            [("/contact/courriel", "caractere_interdit")],
            id="U+0000 dans un texte",
        ),
        pytest.param(
            {"perimetre": {"epci": "200084952"}},
            [("/perimetre/epci", "type_invalide")],
            id="texte au lieu d'une liste",
        ),
        pytest.param(
            {"perimetre": {"epci": {"0": {}}}},
            [("/perimetre/epci", "type_invalide")],
            id="objet au lieu d'une liste",
        ),
        pytest.param(
            {"gouvernance": {"membres": [None]}},
            [("/gouvernance/membres/0", "type_invalide")],
            id="null au lieu d'un élément",
        ),
        pytest.param(
            {"contact": "Jeanne Martin"}, [("/contact", "type_invalide")], id="texte pour section"
        ),
        pytest.param(
            {"demandeur": {"siret": 73282932000074}},
            [("/demandeur/siret", "type_invalide")],
            id="nombre au lieu d'un texte",
        ),
        pytest.param(
            {"contact": {"est_contact_suite": "oui"}},
            [("/contact/est_contact_suite", "type_invalide")],
            id="texte au lieu d'un booléen",
        ),
        pytest.param(
            {"plan_action": {"actions": [{"budget_euros": 1e300}, {"budget_euros": -(10**30)}]}},
            [
                ("/plan_action/actions/0/budget_euros", "nombre_hors_limites"),
                ("/plan_action/actions/1/budget_euros", "nombre_hors_limites"),
            ],
            id="nombres démesurés",
        ),
        pytest.param(
            {"contact": {"nom_prenom": "x" * 1_001}},
            [("/contact/nom_prenom", "plafond_texte")],
            id="plafond d'un texte court",
        ),
        pytest.param(
            {"bilan": {"actions_realisees": "x" * 40_001}},
            [("/bilan/actions_realisees", "plafond_texte")],
            id="plafond d'un texte long",
        ),
        pytest.param(
            {"plan_action": {"actions": [VIDE] * 41}},
            [("/plan_action/actions", "plafond_liste")],
            id="plafond d'une liste",
        ),
        pytest.param(
            {"perimetre": {"epci": [VIDE] * 2_001}},
            [("/perimetre/epci", "plafond_liste")],
            id="plafond d'une liste sans limite",
        ),
        pytest.param(
            {"annexe": 1, "contact": {"courriel": 3, "telephone": "02"}, "demandeur": []},
            [
                ("/annexe", "champ_inconnu"),
                ("/contact/courriel", "type_invalide"),
                ("/demandeur", "type_invalide"),
            ],
            id="tout à la fois",
        ),
    ],
)


@refusees
def test_une_modification_hors_forme_est_refusee(
    candidature: Candidature, sonde: Sonde, reponses: Json, attendus: list[Constat]
) -> None:
    with sonde.intacte():
        assert refus_de_forme(candidature.modifier(reponses)) == attendus


@refusees
def test_une_creation_hors_forme_est_refusee(
    client: Client, sonde: Sonde, reponses: Json, attendus: list[Constat]
) -> None:
    with sonde.intacte():
        reponse = client.post("/v1/candidatures", json={"dossier": reponses})
        assert refus_de_forme(reponse) == attendus


@pytest.mark.parametrize(
    ("corps", "attendus"),
    [
        ({"dossier": []}, [("/dossier", "type_invalide")]),
        ({"dossier": None}, [("/dossier", "type_invalide")]),
        (
            {"dossier": {}, "id": "x", "jeton": "x"},
            [("/id", "champ_inconnu"), ("/jeton", "champ_inconnu")],
        ),
        ({"contact": {}}, [("/contact", "mal_place")]),
    ],
)
def test_une_creation_ne_prend_qu_un_dossier(
    client: Client, sonde: Sonde, corps: Json, attendus: list[Constat]
) -> None:
    with sonde.intacte():
        assert refus_de_forme(client.post("/v1/candidatures", json=corps)) == attendus


def test_un_objet_trop_profond_pour_le_formulaire_est_une_cle_inconnue(
    candidature: Candidature, sonde: Sonde
) -> None:
    profond: Any = 1
    for _ in range(150):
        profond = {"a": profond}
    with sonde.intacte():
        assert refus_de_forme(candidature.modifier(profond)) == [("/a", "champ_inconnu")]


def test_un_dossier_ne_grossit_pas_au_dela_du_plafond(client: Client, reglages: Settings) -> None:
    candidature = client.creer()
    nombre = reglages.corps_max * 6 // 10 // 1_000
    gros = [{"nom": "x" * 990} for _ in range(nombre)]
    assert candidature.modifier({"perimetre": {"epci": gros}}).status_code == 200
    with inchangee(candidature):
        reponse = candidature.modifier({"gouvernance": {"membres": gros}})
        probleme(reponse, 413, "corps-trop-grand")
    assert candidature.modifier({"perimetre": {"epci": None}}).json()["dossier"] == {
        "perimetre": {}
    }
    assert candidature.modifier({"gouvernance": {"membres": gros}}).status_code == 200
    assert candidature.appeler("DELETE").status_code == 204


def test_un_champ_refuse_n_empeche_pas_les_suivants(candidature: Candidature) -> None:
    """A refusal leaves the draft usable, and the patch as it was before."""
    refus_de_forme(candidature.modifier({"contact": {"courriel": 3, "nom_prenom": "Perdu"}}))
    lue = candidature.modifier({"contact": {"courriel": "jeanne@"}}).json()
    assert lue["dossier"]["contact"]["courriel"] == "jeanne@"
    assert lue["dossier"]["contact"]["nom_prenom"] == "Jeanne Martin"
