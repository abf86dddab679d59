"""What only a new version changes is compressed for who takes it (RFC 9110, 12.5.3)."""

import gzip
from unittest.mock import Mock

import pytest

from tests.client import Client

_CONTRAT = "/openapi.json"


@pytest.mark.parametrize(
    ("accepte", "compresse"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("x-gzip", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000", False),
        ("br", False),
        ("identity", False),
        ("pasgzip", False),
        ("gzip;q=0." + "1" * 30_000 + "x", False),
        ("," * 30_000 + "gzip", False),
    ],
)
def test_est_compresse_pour_qui_le_demande(
    client: Client, accepte: str, *, compresse: bool
) -> None:
    reponse = client.get(_CONTRAT, headers={"Accept-Encoding": accepte})
    assert (reponse.headers.get("content-encoding") == "gzip") is compresse
    assert "Accept-Encoding" in reponse.headers["vary"]
    clair = client.get(_CONTRAT, headers={"Accept-Encoding": "identity"})
    assert reponse.content == clair.content
    dixieme = len(clair.content) / 10
    assert (int(reponse.headers["content-length"]) < dixieme) is compresse
    assert (reponse.headers["etag"] == clair.headers["etag"]) is not compresse


def test_chaque_forme_a_son_etiquette(client: Client) -> None:
    entetes = {"Accept-Encoding": "gzip"}
    compresse = client.get(_CONTRAT, headers=entetes)
    etiquette = compresse.headers["etag"]
    encore = client.get(_CONTRAT, headers={**entetes, "If-None-Match": etiquette})
    assert (encore.status_code, encore.content) == (304, b"")
    autre = {"Accept-Encoding": "identity", "If-None-Match": etiquette}
    assert client.get(_CONTRAT, headers=autre).status_code == 200


def test_ce_qui_est_petit_ou_s_enregistre_reste_tel_quel(client: Client) -> None:
    for adresse in ("/v1/schemas", "/v1/modeles/plan-action.xlsx"):
        reponse = client.get(adresse, headers={"Accept-Encoding": "gzip"})
        assert reponse.status_code == 200
        assert "content-encoding" not in reponse.headers


def test_aucun_n_est_compresse_deux_fois(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for in turn they would take the service, anybody's and uncounted."""
    compresser = Mock(side_effect=gzip.compress)
    monkeypatch.setattr(gzip, "compress", compresser)
    noms = client.get("/v1/schemas").json()
    for nom in [*noms, *noms]:
        client.get(f"/v1/schemas/{nom}", headers={"Accept-Encoding": "gzip"})
    compresses = [appel.args[0] for appel in compresser.call_args_list]
    assert len(compresses) == len(set(compresses))
