"""How documents are posted, who may, and what is answered to the others."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.demarches_simplifiees.repondre_au_document import LECTURES_MAX
from tests.client import Client
from tests.demarches_simplifiees.interroger import ADRESSE, Integrateur
from tests.depots.pieces import deposee

_NUMERO = {"query": "{ demarche(number: 1) { number } }"}
_LU = {"data": {"demarche": {"number": 1}}}


@pytest.mark.parametrize(
    "ecrite", ["Bearer {}", "Bearer token={}", "bearer {}", "Token {}", 'Token token="{}"']
)
def test_une_cle_se_dit_comme_la_bas(national: Integrateur, ecrite: str) -> None:
    recue = national.envoyer(_NUMERO, ecrite.format(national.cle))
    assert (recue.status_code, recue.json()) == (200, _LU)


def test_cette_maniere_ne_vaut_qu_a_cette_adresse(client: Client, national: Integrateur) -> None:
    entetes = {"Authorization": f"Bearer token={national.cle}"}
    assert client.get("/v1/instruction/candidatures", headers=entetes).status_code == 401


def test_sans_cle_on_ne_lit_que_ce_qui_decrit_le_formulaire(client: Client) -> None:
    refuse = client.post(ADRESSE, json=_NUMERO)
    assert refuse.status_code == 403
    assert refuse.json()["data"] is None
    assert refuse.json()["errors"][0]["extensions"] == {"code": "forbidden"}
    decrit = client.post(
        ADRESSE,
        json={
            "queryId": "ds-query-v2",
            "operationName": "getDemarcheDescriptor",
            "variables": {"demarche": {"number": 1}, "includeRevision": True},
        },
    )
    demarche = decrit.raise_for_status().json()["data"]["demarcheDescriptor"]
    assert demarche["number"] == 1 and len(demarche["revision"]["champDescriptors"]) == 52
    introspection = client.post(ADRESSE, json={"queryId": "introspection"}).json()
    assert introspection["data"]["__schema"]["queryType"]["name"] == "Query"
    for autre in ({"queryId": "ds-query-v2", "operationName": "getDemarche"}, {"queryId": "x"}):
        assert client.post(ADRESSE, json=autre).status_code == 403


@pytest.mark.parametrize(
    ("autorisation", "statut", "code"),
    [
        ("Bearer tip_" + "a" * 43, 401, "unauthorized"),
        ("Bearer x", 401, "unauthorized"),
        ("Basic YTpi", 401, "unauthorized"),
    ],
)
def test_une_cle_qui_n_en_est_pas_une_se_refuse(
    national: Integrateur, autorisation: str, statut: int, code: str
) -> None:
    refuse = national.envoyer(_NUMERO, autorisation)
    assert refuse.status_code == statut
    assert refuse.json()["errors"][0]["extensions"] == {"code": code}


@pytest.mark.parametrize("variables", [None, {}, "", '{"n": 1}', {"n": 1, "autre": [2]}])
def test_les_variables_s_ecrivent_de_plusieurs_manieres(
    national: Integrateur, variables: object
) -> None:
    texte = "query a($n: Int = 1) { demarche(number: $n) { number } } query b { __typename }"
    corps: dict[str, object] = {"query": texte, "operationName": "a", "variables": variables}
    assert national.envoyer({**corps, "extensions": None}).json() == _LU


@pytest.mark.parametrize(
    ("corps", "statut"),
    [
        ({"query": "{"}, 400),
        ({"variables": "["}, 422),
        ({"query": 1}, 422),
        ({}, 200),
        ({"queryId": "inconnu"}, 200),
        ({"query": "query a { __typename } query b { __typename }"}, 200),
        ({"query": "query q($n: Int!) { demarche(number: $n) { id } }"}, 200),
        ({"query": "x" * 200_001}, 422),
    ],
)
def test_ce_qui_ne_se_comprend_pas_se_refuse_en_graphql(
    national: Integrateur, corps: dict[str, object], statut: int
) -> None:
    refuse = national.envoyer(corps)
    assert refuse.status_code == statut
    assert refuse.json()["data"] is None and refuse.json()["errors"][0]["extensions"]["code"]


def test_un_type_de_contenu_se_dit_avec_son_jeu_de_caracteres(
    client: Client, national: Integrateur
) -> None:
    entetes = {"Authorization": f"Bearer {national.cle}"}
    for type_, statut in (("application/json;charset=UTF-8", 200), ("text/plain", 415)):
        dits = {**entetes, "Content-Type": type_}
        recue = client.post(ADRESSE, content='{"query":"{__typename}"}', headers=dits)
        assert recue.status_code == statut, type_


def test_rien_ne_s_ecrit_et_cela_se_dit_dans_les_mots_de_la_bas(national: Integrateur) -> None:
    recue = national.envoyer(
        {
            "queryId": "ds-mutation-v2",
            "operationName": "dossierPasserEnInstruction",
            "variables": {"input": {"dossierId": "RG9zc2llci0x", "instructeurId": "x"}},
        }
    )
    assert recue.json()["data"]["dossierPasserEnInstruction"]["errors"] == [
        {"message": "Le jeton utilisé est configuré seulement en lecture"}
    ]


def test_un_document_ne_fait_lire_que_tant_de_pages(national: Integrateur) -> None:
    def pages(nombre: int) -> str:
        une = "dossiers(first: 1) { nodes { number } }"
        dites = " ".join(f"p{rang}: {une}" for rang in range(nombre))
        return f"{{ demarche(number: 1) {{ {dites} }} }}"

    assert len(national.demander(pages(LECTURES_MAX - 1))["demarche"]) == LECTURES_MAX - 1
    assert national.faute(pages(LECTURES_MAX)) == ("Document trop complexe.", "bad_request")


def test_un_argument_ne_tient_que_tant_de_place(national: Integrateur) -> None:
    texte = "query ($a: String) { demarche(number: 1) { dossiers(after: $a) { nodes { id } } } }"
    assert national.faute(texte, a="x" * 100_000) == ("Argument trop long.", "bad_request")


def test_deux_qui_numerotent_ensemble_ne_se_genent_pas(
    client: Client, national: Integrateur
) -> None:
    for _ in range(3):
        deposee(client)
    with ThreadPoolExecutor(4) as fils:
        pages = [fils.submit(national.page) for _ in range(4)]
    assert len({str(page.result()["nodes"]) for page in pages}) == 1
