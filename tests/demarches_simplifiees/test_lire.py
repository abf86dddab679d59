"""Dossiers as programs written for DS read them: whose, in which pages, what is gone."""

from base64 import b64encode

import pytest

from app.demarches_simplifiees import paginer
from tests.bases import sql
from tests.client import Candidature, Client
from tests.demarches_simplifiees.interroger import Integrateur
from tests.depots.pieces import deposee
from tests.instruction.dossiers import AMIENS, APRES, ROUEN, Agent, deposee_en
from tests.instruction.test_courriels_au_demandeur import demander

_DISPARUS = """
query ($since: ISO8601DateTime) { demarche(number: 1) {
  deletedDossiers(deletedSince: $since) { nodes { id number reason state dateSupression } }
  pendingDeletedDossiers { nodes { number reason state } }
} }
"""


@pytest.fixture(scope="module")
def cinq(client: Client) -> list[Candidature]:
    """Four of Normandie, then one of Hauts-de-France."""
    return [*(deposee_en(client, ROUEN) for _ in range(4)), deposee_en(client, AMIENS, region="32")]


def _numeros(page: dict[str, list[dict[str, int]]]) -> list[int]:
    return [un["number"] for un in page["nodes"]]


def test_un_dossier_se_lit_en_entier_par_son_numero(
    national: Integrateur, cinq: list[Candidature]
) -> None:
    assert _numeros(national.page()) == [1, 2, 3, 4, 5]
    lu = national.range("getDossier", dossierNumber=5)["dossier"]
    depot = cinq[4].appeler("GET", "/depots/1").json()["instantane"]
    assert lu["id"] == b64encode(b"Dossier-5").decode()
    assert lu["state"] == "en_construction" and lu["groupeInstructeur"]["number"] == 32
    assert lu["demandeur"]["siret"] == depot["demandeur"]["siret"]
    assert lu["usager"]["email"] == depot["demandeur"]["courriel"]
    textes = {un["stringValue"] for un in lu["champs"]}
    assert depot["perimetre"]["nom_territoire"] in textes


def test_ce_qui_n_est_pas_depose_ou_pas_des_siens_n_y_est_pas(
    client: Client, normand: Integrateur, national: Integrateur, cinq: list[Candidature]
) -> None:
    client.creer({})
    assert _numeros(normand.page()) == [1, 2, 3, 4] and len(national.page()["nodes"]) == 5
    for numero in (5, 6, 2**31 - 1):
        assert normand.faute("query ($n: Int!) { dossier(number: $n) { id } }", n=numero) == (
            *("Dossier not found", "not_found"),
        )
    groupe = "{ groupeInstructeur(number: %d) { label dossiers { nodes { number } } } }"
    assert normand.demander(groupe % 28)["groupeInstructeur"] == {
        "label": "Normandie",
        "dossiers": {"nodes": [{"number": n} for n in (1, 2, 3, 4)]},
    }
    assert normand.faute(groupe % 32)[1] == normand.faute(groupe % 12)[1] == "not_found"
    assert normand.faute("{ demarche(number: 2) { id } }") == ("Demarche not found", "not_found")
    assert cinq


@pytest.mark.parametrize("ordre", ["ASC", "DESC"])
@pytest.mark.usefixtures("cinq")
def test_les_pages_se_suivent_sans_trou_ni_doublon(national: Integrateur, ordre: str) -> None:
    lus, apres = list[int](), None
    while True:
        page = national.page(first=2, after=apres, order=ordre)
        lus += _numeros(page)
        assert [une["node"]["number"] for une in page["edges"]] == _numeros(page)
        if not page["pageInfo"]["hasNextPage"]:
            break
        apres = page["pageInfo"]["endCursor"]
    assert lus == ([1, 2, 3, 4, 5] if ordre == "ASC" else [5, 4, 3, 2, 1])
    assert national.page(after=page["pageInfo"]["endCursor"], order=ordre)["nodes"] == []


@pytest.mark.usefixtures("cinq")
@pytest.mark.parametrize("ordre", ["ASC", "DESC"])
def test_de_grands_dossiers_font_de_petites_pages_et_aucun_ne_manque(
    national: Integrateur, monkeypatch: pytest.MonkeyPatch, ordre: str
) -> None:
    monkeypatch.setattr(paginer, "OCTETS_MAX", 100)
    lus, apres = list[int](), None
    while (page := national.page(after=apres, order=ordre))["nodes"]:
        lus, apres = lus + _numeros(page), page["pageInfo"]["endCursor"]
        assert (len(page["nodes"]), page["pageInfo"]["hasNextPage"]) == (1, len(lus) < 5)
    assert lus == ([1, 2, 3, 4, 5] if ordre == "ASC" else [5, 4, 3, 2, 1])
    assert _numeros(national.page(last=3)) == [5]


@pytest.mark.usefixtures("cinq")
def test_on_remonte_aussi_d_un_curseur(national: Integrateur) -> None:
    troisieme = national.page()["edges"][2]["cursor"]
    assert _numeros(national.page(last=2)) == [4, 5]
    avant = national.page(before=troisieme, last=1)
    assert _numeros(avant) == [2] and avant["pageInfo"]["hasPreviousPage"]
    assert national.page(archived=True)["nodes"] == national.page(state="accepte")["nodes"] == []
    assert len(national.page(state="en_construction", archived=False)["nodes"]) == 5
    for recus in (
        {"first": 1, "last": 1},
        {"after": "n'importe quoi"},
        {"updatedSince": "hier"},
        {"createdSince": 5},
    ):
        recue = national.envoyer({"query": _demarche(**recus)}).json()
        assert [faute["extensions"]["code"] for faute in recue["errors"]] == ["bad_request"], recus


def _demarche(**arguments: object) -> str:
    dits = ", ".join(
        f'{n}: "{v}"' if isinstance(v, str) else f"{n}: {v}" for n, v in arguments.items()
    )
    return f"{{ demarche(number: 1) {{ dossiers({dits}) {{ nodes {{ id }} }} }} }}"


def test_ce_qui_change_se_lit_par_increments(
    national: Integrateur, service: Agent, cinq: list[Candidature]
) -> None:
    avant = national.page()["nodes"]
    dernier = max(un["dateDerniereModification"] for un in avant)
    service.prendre(cinq[1].id, le=APRES).raise_for_status()
    cinq[2].modifier({"contact": {"fonction_organisation": "Autre"}})
    page = national.page(updatedSince=dernier)
    assert _numeros(page)[-1] == 2 and 3 not in _numeros(page)[1:]
    pris = page["nodes"][-1]
    assert (pris["state"], pris["dateDerniereModification"] > dernier) == ("en_instruction", True)
    lu = national.range("getDossier", dossierNumber=2)["dossier"]
    assert [un["event"] for un in lu["traitements"]] == ["depose", "passe_en_instruction"]
    assert lu["datePassageEnInstruction"] is not None
    demander(service, cinq[1].id)
    lu = national.range("getDossier", dossierNumber=2, includeCorrections=True)["dossier"]
    assert lu["dateDerniereCorrectionEnAttente"] == "2023-09-25T08:00:00Z"
    assert _numeros(national.page(createdSince="2023-09-23")) == []
    assert len(national.page(createdSince="2023-01-01T00:00:00")["nodes"]) == 5


def test_ce_qui_est_retire_ou_efface_se_dit(
    national: Integrateur, normand: Integrateur, client: Client
) -> None:
    retiree, effacee = deposee(client), deposee(client)
    avant = national.page()["nodes"]
    assert retiree.appeler("POST", "/retrait").is_success
    assert effacee.appeler("POST", "/retrait").is_success
    assert effacee.appeler("DELETE", "").is_success
    numeros = [un["number"] for un in avant[-2:]]
    lus = national.demander(_DISPARUS)["demarche"]
    assert lus["pendingDeletedDossiers"]["nodes"] == [
        {"number": numeros[0], "reason": "user_request", "state": "en_construction"}
    ]
    (efface,) = lus["deletedDossiers"]["nodes"]
    assert (efface["number"], efface["reason"]) == (numeros[1], "user_request")
    assert efface["id"] == b64encode(f"DeletedDossier-{numeros[1]}".encode()).decode()
    assert national.demander(_DISPARUS, since="2999-01-01T00:00:00Z")["demarche"][
        "deletedDossiers"
    ] == {"nodes": []}
    assert {*numeros}.isdisjoint(_numeros(national.page()))
    assert national.faute(f"{{ dossier(number: {numeros[1]}) {{ id }} }}")[1] == "not_found"


def test_sans_pilote_un_dossier_est_du_groupe_qui_fut_choisi(
    national: Integrateur, url: str, cinq: list[Candidature]
) -> None:
    sql(url, f"UPDATE instruction SET region_pilote = NULL WHERE candidature_id = '{cinq[4].id}'")
    document = "{ groupeInstructeur(number: 32) { dossiers { nodes { number %s } } } }"
    groupe = national.demander(document % "groupeInstructeur { number }")["groupeInstructeur"]
    (noeud,) = groupe["dossiers"]["nodes"]
    assert noeud == {"number": 5, "groupeInstructeur": {"number": 32}}


def test_un_numero_ne_change_pas_et_n_est_pas_redonne(
    national: Integrateur, url: str, cinq: list[Candidature]
) -> None:
    numeros = {une.id: national.numero_de(url, une.id) for une in cinq}
    assert [*numeros.values()] == [1, 2, 3, 4, 5]
    assert {une.id: national.numero_de(url, une.id) for une in cinq} == numeros
    ((nombre, distincts),) = sql(
        url, "SELECT count(*), count(DISTINCT candidature_id) FROM numero_de_ds"
    )
    assert nombre == distincts


def test_un_fichier_se_prend_a_son_adresse_sans_cle_pendant_une_heure(
    national: Integrateur, client: Client, url: str, cinq: list[Candidature]
) -> None:
    adresse = national.adresse_d_un_fichier(url, cinq[0].id)
    recu = client.get(f"/api/v2/fichiers/{adresse}").raise_for_status()
    dossier = national.range("getDossier", dossierNumber=1)["dossier"]
    fichier = next(un["files"][0] for un in dossier["champs"] if un.get("files"))
    assert str(len(recu.content)) == fichier["byteSize"]
    assert recu.headers["content-type"] == fichier["contentType"]
    assert fichier["url"].startswith(str(client.base_url).rstrip("/"))
    autre = "A" if adresse[5] != "A" else "B"
    for faux in (adresse[:5] + autre + adresse[6:], adresse[:-4], "x", "é"):
        assert client.get(f"/api/v2/fichiers/{faux}").status_code == 404
