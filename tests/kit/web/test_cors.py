"""CORS: nothing is said unless origins are set, and then to those alone."""

import re
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest
from pydantic import ValidationError

from app.config import Settings
from tests.client import Client
from tests.conftest import reglages_pour, servir

_ADMISE: Final = "https://formulaire.example.fr"
_ETRANGERE: Final = "https://ailleurs.example.com"
_ENVOYES: Final = (
    *("Authorization", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key", "Range"),
    *("Ticket-Arrivee", "X-Request-Id", "traceparent"),
)
_LUS: Final = {
    *(
        "Accept-Ranges",
        "Content-Range",
        "Content-Disposition",
        "Deprecation",
        "ETag",
        "Idempotency-Replayed",
        "Link",
    ),
    *("Location", "Retry-After", "Sunset", "Ticket-Arrivee", "X-Request-Id"),
    *("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"),
}
_PAGE: Final = Path(__file__).parents[3] / "docs" / "front-end" / "README.md"


@pytest.fixture(scope="module")
def ouvert(production: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Client]:
    """A service that one front end may call."""
    dossier: Path = tmp_path_factory.mktemp("cors")
    with servir(reglages_pour(production, dossier, cors_origines=[_ADMISE])) as client:
        yield client


def _mots(valeur: str) -> set[str]:
    return {mot.strip() for mot in valeur.split(",")}


def _demander(client: Client, origine: str, methode: str) -> dict[str, str]:
    entetes = {"Origin": origine, "Access-Control-Request-Method": methode}
    entetes["Access-Control-Request-Headers"] = ", ".join(_ENVOYES).lower()
    return dict(client.options("/v1/candidatures", headers=entetes).headers)


@pytest.fixture(scope="module")
def ferme(production: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Client]:
    """Production, of which no front end was told."""
    dossier: Path = tmp_path_factory.mktemp("ferme")
    with servir(reglages_pour(production, dossier, bac_a_sable=False)) as client:
        yield client


@pytest.mark.parametrize("origine", [_ADMISE, "http://localhost:5173"])
def test_sans_reglage_aucune_origine_n_est_admise(ferme: Client, origine: str) -> None:
    reponse = ferme.get("/v1/campagne", headers={"Origin": origine})
    assert not [nom for nom in reponse.headers if nom.startswith("access-control")]
    assert "access-control-allow-origin" not in _demander(ferme, origine, "PATCH")


@pytest.mark.parametrize(
    ("origine", "admise"),
    [
        ("http://localhost:5173", True),
        ("https://127.0.0.1:8443", True),
        ("http://[::1]", True),
        ("http://localhost.example.com", False),
        ("http://example.com/http://localhost", False),
        (_ADMISE, False),
    ],
)
def test_le_bac_a_sable_admet_les_pages_de_cette_machine(
    client: Client, origine: str, *, admise: bool
) -> None:
    recue = _demander(client, origine, "PATCH").get("access-control-allow-origin")
    assert (recue == origine) is admise


def test_une_origine_admise_lit_les_reponses_et_leurs_en_tetes(ouvert: Client) -> None:
    reponse = ouvert.get("/v1/campagne", headers={"Origin": _ADMISE})
    assert reponse.status_code == 200
    assert reponse.headers["access-control-allow-origin"] == _ADMISE
    assert _mots(reponse.headers["access-control-expose-headers"]) == _LUS
    assert "Origin" in _mots(reponse.headers["vary"])


def test_la_page_des_front_ends_nomme_les_en_tetes_qui_se_lisent() -> None:
    _, _, chapitre = _PAGE.read_text(encoding="utf-8").partition("\n## CORS\n")
    phrase, _, _ = (
        chapitre.partition("\n## ")[0].partition("There are no cookies.")[2].rpartition(".")
    )
    assert set(re.findall("`(.+?)`", phrase)) == _LUS


def test_une_origine_admise_lit_aussi_les_refus(ouvert: Client) -> None:
    reponse = ouvert.get("/v1/candidatures", headers={"Origin": _ADMISE})
    assert reponse.status_code == 401
    assert reponse.headers["access-control-allow-origin"] == _ADMISE


@pytest.mark.parametrize("methode", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_une_origine_admise_peut_envoyer_les_en_tetes_de_l_api(
    ouvert: Client, methode: str
) -> None:
    entetes = _demander(ouvert, _ADMISE, methode)
    assert entetes["access-control-allow-origin"] == _ADMISE
    assert methode in _mots(entetes["access-control-allow-methods"])
    assert _mots(entetes["access-control-allow-headers"]) >= set(_ENVOYES)


def test_une_autre_origine_n_est_pas_admise(ouvert: Client) -> None:
    reponse = ouvert.get("/v1/campagne", headers={"Origin": _ETRANGERE})
    assert "access-control-allow-origin" not in reponse.headers
    assert "access-control-allow-origin" not in _demander(ouvert, _ETRANGERE, "PATCH")


def test_aucun_cookie_n_est_demande(ouvert: Client) -> None:
    reponse = ouvert.get("/v1/campagne", headers={"Origin": _ADMISE})
    assert "access-control-allow-credentials" not in reponse.headers
    assert "set-cookie" not in reponse.headers


@pytest.mark.parametrize(
    "origine",
    ["*", "null", "https://*.example.fr", "https://example.fr/", "example.fr", "ftp://example.fr"],
)
def test_le_reglage_n_admet_que_des_origines_exactes(origine: str) -> None:
    with pytest.raises(ValidationError):
        Settings(cors_origines=[origine])


def test_ce_qui_n_est_pas_demande_par_l_api_n_est_pas_permis(ouvert: Client) -> None:
    assert "TRACE" not in _mots(_demander(ouvert, _ADMISE, "GET")["access-control-allow-methods"])
    entetes = {"Origin": _ADMISE, "Access-Control-Request-Method": "GET"}
    entetes["Access-Control-Request-Headers"] = "x-forwarded-for"
    assert ouvert.options("/v1/candidatures", headers=entetes).status_code == 400
