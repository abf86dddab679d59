"""The documentation page: served by us, asking nothing of any other server."""

import re
from html.parser import HTMLParser
from typing import Final

import pytest

from tests.client import Client, contrat

# Without it, a browser asks for /favicon.ico.
_SANS_ICONE: Final = "data:,"
_LIENS: Final = frozenset({"src", "href", "action", "srcset", "data", "poster"})


class _Liens(HTMLParser):
    """What a page loads or leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.adresses: list[str] = []
        self.scripts_en_ligne = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        trouves = [valeur or "" for nom, valeur in attrs if nom in _LIENS and valeur != _SANS_ICONE]
        self.adresses += trouves
        self.scripts_en_ligne += tag == "script" and not trouves


def _liens(client: Client) -> _Liens:
    liens = _Liens()
    liens.feed(client.get("/docs").text)
    return liens


def test_la_page_est_du_html_en_francais(client: Client) -> None:
    reponse = client.get("/docs")
    assert reponse.status_code == 200
    assert reponse.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="fr">' in reponse.text


def test_la_page_ne_charge_rien_d_ailleurs(client: Client) -> None:
    liens = _liens(client)
    assert len(liens.adresses) == 3
    assert not liens.scripts_en_ligne
    for adresse in liens.adresses:
        assert re.match("/[^/]", adresse), adresse


def test_la_page_ne_fait_pas_demander_d_icone(client: Client) -> None:
    assert f'<link rel="icon" href="{_SANS_ICONE}">' in client.get("/docs").text


def test_tout_ce_que_la_page_charge_est_servi(client: Client) -> None:
    for adresse in _liens(client).adresses:
        reponse = client.get(adresse)
        assert reponse.status_code == 200, adresse
        assert len(reponse.content) > 50
        genre = "text/css" if adresse.endswith(".css") else "text/javascript"
        assert reponse.headers["content-type"].startswith(genre)
        assert reponse.headers["x-content-type-options"] == "nosniff"
        connu = client.get(adresse, headers={"If-None-Match": reponse.headers["etag"]})
        assert connu.status_code == 304


def test_ni_la_feuille_de_style_ni_notre_script_ne_chargent_rien_d_ailleurs(client: Client) -> None:
    charges = re.findall(
        r"(?:url\(|@import)\s*[\"']?(.{5})", client.get("/docs/swagger-ui.css").text
    )
    assert set(charges) == {"data:"}
    assert "//" not in re.sub(r"^//.*", "", client.get("/docs/page.js").text, flags=re.MULTILINE)


def test_la_politique_de_securite_n_admet_que_nous(client: Client) -> None:
    texte = client.get("/docs").headers["content-security-policy"]
    directives = dict(d.strip().split(" ", 1) for d in texte.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert directives["connect-src"] == "'self'"
    assert "http" not in texte and "*" not in texte


@pytest.mark.parametrize("nom", ["absent.js", "..%2Fpage.py", "LICENSE", "%00"])
def test_rien_d_autre_n_est_servi(client: Client, nom: str) -> None:
    assert client.get(f"/docs/{nom}").status_code == 404


def test_le_contrat_est_servi_et_ne_se_telecharge_qu_une_fois(client: Client) -> None:
    reponse = client.get("/openapi.json")
    assert reponse.headers["content-type"] == "application/json"
    servi = reponse.json() == contrat()
    assert servi, "/openapi.json n'est pas le contrat"
    etiquette = reponse.headers["etag"]
    for connues in (etiquette, f'"autre", {etiquette}', f"W/{etiquette}", "*"):
        connu = client.get("/openapi.json", headers={"If-None-Match": connues})
        assert connu.status_code == 304, connues
        assert not connu.content
        assert connu.headers["etag"] == etiquette
    assert client.get("/openapi.json", headers={"If-None-Match": '"autre"'}).status_code == 200
