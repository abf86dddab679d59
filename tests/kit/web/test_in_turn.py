"""Requests that come before the first one is answered: in turn, in number, and broken off."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any, Final

import pytest
from structlog.testing import capture_logs
from uvicorn.protocols.http import httptools_impl
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from tests.client import Client
from tests.kit.web.sockets import Prise
from tests.menaces.brut import echanger

_JSON: Final = b"Host: x\r\nContent-Type: application/json\r\n"
_CREER: Final = b"POST /v1/candidatures HTTP/1.1\r\n" + _JSON
_CREATION: Final = _CREER + b"Content-Length: 2\r\n\r\n{}"
_LECTURE: Final = b"GET /v1/campagne HTTP/1.1\r\nHost:\r\n\r\n"
_MORCEAU_FAUX: Final = b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"
_RIEN: Final = b"GET / HTTP/1.1\r\nHost:\r\n\r\n"
_ENSEMBLE: Final = 1_000  # that may wait on one connection


@pytest.mark.parametrize(
    ("suite", "statut"),
    [
        (b"\x16\x03\x01 HTTP\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-Grand: " + b"a" * 100_000, 431),
        (_CREER + _MORCEAU_FAUX, 400),
    ],
    ids=["autre chose", "sans hôte", "tête sans fin", "corps abîmé"],
)
@pytest.mark.parametrize("fois", [0, 1, 3])
def test_ce_qui_ne_se_lit_pas_est_refuse_a_son_tour(
    client: Client, suite: bytes, statut: int, fois: int, caplog: pytest.LogCaptureFixture
) -> None:
    """What came before is done, and says so: an answer in its place would hide that."""
    with capture_logs() as journaux:
        lues = echanger(client, _CREATION * fois + suite)
    assert [lue.statut for lue in lues] == [201] * fois + [statut]
    assert "close" in lues[-1].entetes["Connection"]
    assert [dit for dit in caplog.records if dit.levelname == "ERROR"] == []
    assert [ligne for ligne in journaux if ligne["log_level"] == "error"] == []


def test_ce_qui_est_fait_sans_lire_son_corps_est_dit_fait(client: Client) -> None:
    candidature = client.creer()
    (lue,) = echanger(client, _renouveler(candidature.url, candidature.jeton, _MORCEAU_FAUX))
    assert lue.statut == 200
    candidature.jeton = json.loads(lue.corps)["jeton"]
    assert candidature.appeler("GET").is_success


def test_une_prise_ne_fait_attendre_qu_un_nombre_borne_de_demandes(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    attendent = _compter(monkeypatch)
    with Prise(client) as prise:
        envoi = threading.Thread(target=prise.envoyer, args=(_RIEN * 3_000,))
        envoi.start()
        for _ in range(3_000):
            assert prise.reponse()[0] == 404
        envoi.join()
    assert max(attendent) <= _ENSEMBLE


def test_qui_part_sans_attendre_n_est_pas_une_faute(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as journaux:
        for octets in (_CREATION * 50, _LECTURE * 500, _CREATION + _CREER + b"\r\n"):
            with Prise(client, octets) as prise, suppress(ConnectionError):
                assert prise.reponse()[0] < 300
        assert client.get("/sante/vivant").is_success
    assert [dit for dit in caplog.records if dit.levelname == "ERROR"] == []
    assert [ligne for ligne in journaux if ligne["log_level"] == "error"] == []


def _renouveler(url: str, jeton: str, suite: bytes) -> bytes:
    tete = f"POST {url}/jeton/renouvellement HTTP/1.1\r\nHost: x\r\n"
    return f"{tete}Authorization: Bearer {jeton}\r\n".encode() + suite


def _compter(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many requests had begun and not been answered, each time one began."""
    venues, servies, attendent = count(1), count(1), list[int]()
    repondues = [0]

    class Comptee(RequestResponseCycle):
        def __init__(self, on_response: Callable[..., None], **autres: Any) -> None:
            def repondre() -> None:
                repondues[0] = next(servies)
                on_response()

            super().__init__(on_response=repondre, **autres)
            attendent.append(next(venues) - repondues[0])

    monkeypatch.setattr(httptools_impl, "RequestResponseCycle", Comptee)
    return attendent
