"""What comes before a body: its size, its time, how many come at once."""

from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from app.kit.metrics import exposition
from app.kit.web.connections import ADRESSE_MAX, ENTETES_MAX, TETE_MAX
from tests.client import Client
from tests.conftest import reglages_pour, servir
from tests.kit.web.sockets import Prise

_CLIENTS: Final = 4
_VIVANT: Final = b"GET /sante/vivant HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture(scope="module")
def etroit(production: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Client]:
    """A service for few connections at a time."""
    dossier: Path = tmp_path_factory.mktemp("etroit")
    with servir(reglages_pour(production, dossier, clients_max=_CLIENTS)) as client:
        yield client


@pytest.mark.parametrize("taille", [TETE_MAX, 10 * TETE_MAX])
def test_des_en_tetes_trop_grands_sont_refuses(
    client: Client, taille: int, caplog: pytest.LogCaptureFixture
) -> None:
    reponse = client.get("/v1/campagne", headers={"X-Grand": "a" * taille})
    assert (reponse.status_code, reponse.json()["code"]) == (431, "en-tetes-trop-grands")
    assert reponse.headers["connection"] == "close"
    assert [dit for dit in caplog.records if dit.name == "asyncio"] == []  # refused once


def test_des_en_tetes_trop_nombreux_sont_refuses(client: Client) -> None:
    entetes = {f"X-{rang}": "a" for rang in range(ENTETES_MAX)}
    assert client.get("/v1/campagne", headers=entetes).status_code == 431


def test_des_en_tetes_longs_mais_permis_passent(client: Client) -> None:
    entetes = {f"X-{rang}": "a" * 300 for rang in range(ENTETES_MAX - 10)}
    assert client.get("/v1/campagne", headers=entetes).status_code == 200


def test_le_corps_qui_vient_avec_la_tete_n_en_est_pas(client: Client) -> None:
    corps = b"{}".ljust(5 * TETE_MAX)
    tete = b"POST /v1/validation HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    with Prise(client, tete + b"Content-Length: %d\r\n\r\n" % len(corps) + corps) as prise:
        assert prise.reponse()[0] == 200


def test_des_en_tetes_sans_fin_sont_coupes(client: Client) -> None:
    with Prise(client, _VIVANT + b"X-Sans-Fin: ") as prise:
        prise.insister(b"a" * 1000)
        statut, probleme = prise.reponse()
    assert (statut, probleme["code"]) == (431, "en-tetes-trop-grands")


def test_ils_le_sont_aussi_a_la_requete_suivante(client: Client) -> None:
    with Prise(client, _VIVANT + b"\r\n") as prise:
        assert prise.reponse() == (204, None)
        prise.envoyer(_VIVANT + b"X-Grand: %b\r\n\r\n" % (b"a" * TETE_MAX))
        assert prise.reponse()[0] == 431


def test_une_adresse_trop_longue_est_refusee(client: Client) -> None:
    permise = client.get("/v1/campagne", params={"q": "x" * (ADRESSE_MAX - 100)})
    assert permise.status_code == 200
    reponse = client.get("/v1/campagne", params={"q": "x" * ADRESSE_MAX})
    assert (reponse.status_code, reponse.json()["code"]) == (414, "adresse-trop-longue")


@pytest.mark.parametrize(
    "octets",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01",
        b"GET / FTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n x\r\n\r\n",
    ],
    ids=["tls", "protocole", "ligne repliée"],
)
def test_ce_qui_n_est_pas_de_l_http_recoit_un_probleme(client: Client, octets: bytes) -> None:
    with Prise(client, octets) as prise:
        statut, probleme = prise.reponse()
        assert (statut, probleme["code"]) == (400, "http-illisible")
        assert prise.entetes["Content-Type"] == "application/problem+json"
        assert prise.entetes["X-Request-Id"] == probleme["requete"]
        assert prise.fermee()


# --- a token where it must not be -----------------------------------------------------------------


@pytest.mark.parametrize(
    "parametres",
    [
        {"jeton": "x"},
        {"access_token": "x"},
        {"erreurs": "ajv", "token": "x"},
        {"autre": "tic_" + "A" * 43},
        {"q": "tip_" + "A" * 43},
    ],
)
def test_un_jeton_dans_l_adresse_est_refuse(client: Client, parametres: dict[str, str]) -> None:
    candidature = client.creer()
    for reponse in (
        candidature.appeler("GET", params=parametres),
        client.get("/v1/campagne", params=parametres),
    ):
        assert (reponse.status_code, reponse.json()["code"]) == (400, "jeton-dans-adresse")
        assert "A" * 43 not in reponse.text
    assert candidature.appeler("GET", params={"erreurs": "ajv"}).status_code == 200


# --- time -----------------------------------------------------------------------------------------


def test_une_tete_qui_traine_est_coupee(presse: Client) -> None:
    with Prise(presse, _VIVANT) as prise:
        statut, probleme = prise.reponse()
        assert (statut, probleme["code"]) == (408, "requete-trop-lente")
        assert prise.fermee()


def test_une_tete_qui_arrive_goutte_a_goutte_aussi(presse: Client) -> None:
    with Prise(presse, _VIVANT + b"\r\n") as prise:
        assert prise.reponse() == (204, None)
        prise.envoyer(_VIVANT)
        assert prise.reponse()[0] == 408


def test_qui_ne_demande_rien_est_oublie_sans_un_mot(presse: Client) -> None:
    with Prise(presse) as prise:
        assert prise.fermee()


def test_un_corps_que_personne_n_attend_plus_est_coupe(presse: Client) -> None:
    tete = b"POST /v1/inconnue HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n"
    with Prise(presse, tete) as prise:
        assert prise.reponse()[0] == 404
        prise.insister(b"a")
        assert prise.fermee()


# --- many at a time -------------------------------------------------------------------------------


def _oisive(client: Client) -> Prise:
    prise = Prise(client, _VIVANT + b"\r\n")
    assert prise.reponse() == (204, None)
    return prise


def _occupee(client: Client) -> Prise:
    tete = b"POST /v1/validation HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    prise = Prise(client, tete + b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n")
    assert prise.accepte()
    return prise


def test_qui_ne_fait_rien_laisse_sa_place(etroit: Client) -> None:
    etroit.close()  # its own connection
    with ExitStack() as pile:
        venues = [pile.enter_context(_oisive(etroit)) for _ in range(3 * _CLIENTS)]
        assert sum(not venue.muette() for venue in venues) >= 2 * _CLIENTS  # closed


def test_au_dela_des_places_un_client_est_prie_de_revenir(etroit: Client) -> None:
    with ExitStack() as pile:
        occupees = [pile.enter_context(_occupee(etroit)) for _ in range(_CLIENTS)]
        with Prise(etroit, _VIVANT + b"\r\n") as prise:
            statut, probleme = prise.reponse()
            assert (statut, probleme["code"]) == (503, "indisponible")
            assert prise.entetes["Retry-After"] == "5"
        for occupee in occupees:
            occupee.envoyer(b"{}")
            assert occupee.reponse()[0] == 200


def test_ce_que_demande_qui_n_a_pas_de_place_n_est_pas_fait(etroit: Client) -> None:
    with ExitStack() as pile:
        occupees = [pile.enter_context(_occupee(etroit)) for _ in range(_CLIENTS)]
        avant = _vivants()
        with Prise(etroit, _VIVANT + b"\r\n") as prise:
            assert prise.reponse()[0] == 503
            prise.envoyer(_VIVANT + b"\r\n")
            for occupee in occupees:
                occupee.envoyer(b"{}")
                assert occupee.reponse()[0] == 200
            assert _vivants() == avant


def _vivants() -> list[str]:
    """What is counted of the route that these tests call."""
    return [ligne for ligne in exposition().decode().splitlines() if "/sante/vivant" in ligne]
