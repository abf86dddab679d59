"""One resource, one address; headers and parameters within the bounds that the contract says."""

from uuid import UUID

import pytest

from tests.client import Candidature, Client


@pytest.mark.parametrize("ecriture", ["{%s}", "urn:uuid:%s", "sans tirets"])
def test_un_identifiant_ne_s_ecrit_que_d_une_maniere(client: Client, ecriture: str) -> None:
    creee = client.creer()
    autre = UUID(creee.id).hex if ecriture == "sans tirets" else ecriture % creee.id
    reponse = Candidature(client, autre, creee.jeton, creee.creee).appeler("GET")
    assert reponse.status_code == 422
    assert reponse.json()["code"] == "requete-invalide"


def test_refuse_un_if_match_demesure(client: Client) -> None:
    creee = client.creer()
    juste, trop = '"1"' + ', "2"' * 50, '"1"' + ', "2"' * 51
    assert (len(juste), len(trop)) == (253, 258)
    assert creee.modifier({}, **{"If-Match": trop}).json()["code"] == "en-tete-invalide"
    assert creee.modifier({}, **{"If-Match": juste}).status_code == 200


def test_refuse_une_plage_demesuree(client: Client) -> None:
    creee = client.creer()
    absente = "/pieces-jointes/018c2f70-1a2b-4c3d-8e4f-5a6b7c8d9e0f/contenu"
    for plage, statut in (("bytes=" + "0-1," * 60, 404), ("bytes=" + "0-1," * 63, 422)):
        assert creee.appeler("GET", absente, entetes={"Range": plage}).status_code == statut


def test_refuse_plus_de_rubriques_qu_il_n_y_en_a(client: Client) -> None:
    for nombre, statut in ((1, 200), (50, 422)):
        demande = {"rubrique": ["lettres"] * nombre}
        assert client.post("/v1/validation", params=demande, json={}).status_code == statut


def test_refuse_un_nul_dans_une_recherche(client: Client) -> None:
    for mots, statut in (("havre", 200), ("havre\0", 422)):
        assert client.get("/v1/referentiels/epci", params={"q": mots}).status_code == statut


def test_refuse_une_heure_plus_fine_que_la_microseconde(client: Client) -> None:
    for fraction, statut in (("123456", 200), ("1234567", 400)):
        heure = f"2023-09-18T09:00:00.{fraction}+02:00"
        assert client.get("/v1/campagne", headers={"X-Horloge": heure}).status_code == statut
