"""HEAD is answered wherever GET is, by the same headers and no body (RFC 9110, 9.1 and 9.3.2)."""

import pytest

from tests.client import Candidature, Client
from tests.kit.web.sockets import Prise
from tests.pieces_jointes import echantillons as e

_VARIENT = {"date", "x-request-id", "content-length"}


@pytest.fixture(scope="module")
def candidature(client: Client) -> Candidature:
    return client.creer({"contact": {"nom_prenom": "Jeanne"}})


@pytest.mark.parametrize(
    "adresse",
    ["/sante/vivant", "/sante/pret", "/v1/campagne", "/openapi.json", "/docs", "/v1/rien"],
)
def test_head_est_get_sans_son_corps(client: Client, adresse: str) -> None:
    lu, tete = client.get(adresse), client.head(adresse)
    assert (tete.status_code, tete.content) == (lu.status_code, b"")
    assert {nom: valeur for nom, valeur in tete.headers.items() if nom not in _VARIENT} == {
        nom: valeur for nom, valeur in lu.headers.items() if nom not in _VARIENT
    }
    assert tete.headers.get("content-length") in (None, lu.headers.get("content-length"))


@pytest.mark.parametrize(
    ("adresse", "entetes"), [("/v1/campagne?jeton=x", {}), ("/v1/campagne", {"X-Horloge": "x"})]
)
def test_ce_que_refuse_l_enveloppe_ne_coupe_pas_la_connexion(
    client: Client, adresse: str, entetes: dict[str, str]
) -> None:
    with Prise(client) as prise:
        tete = "".join(f"{nom}: {valeur}\r\n" for nom, valeur in entetes.items())
        prise.envoyer(f"HEAD {adresse} HTTP/1.1\r\nHost: x\r\n{tete}\r\n".encode())
        assert prise.reponse(corps=False) == (400, None)
        prise.envoyer(b"GET /sante/vivant HTTP/1.1\r\nHost: x\r\n\r\n")
        assert prise.reponse() == (204, None)


def test_la_tete_d_un_fichier_en_dit_la_taille(candidature: Candidature) -> None:
    piece = candidature.joindre("lettres", "a.pdf", e.pdf()).json()["id"]
    tete = candidature.appeler("HEAD", f"/pieces-jointes/{piece}/contenu")
    assert (tete.status_code, tete.content) == (200, b"")
    assert tete.headers["content-length"] == str(len(e.pdf()))
    assert candidature.appeler("GET", f"/pieces-jointes/{piece}/contenu").content == e.pdf()


def test_head_ne_montre_que_ce_que_get_montre(candidature: Candidature, client: Client) -> None:
    assert candidature.appeler("HEAD").headers["etag"] == '"1"'
    assert client.head(candidature.url).status_code == 401
    refus = client.head("/v1/validation")
    assert (refus.status_code, refus.headers["allow"]) == (405, "POST")
    assert client.put("/v1/campagne").headers["allow"] == "GET, HEAD"
