"""The page of results: read without a script, loading nothing, telling what is published."""

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from html.parser import HTMLParser
from typing import Final

import httpx2
import pytest

from app.resultats.carte import carte
from tests.client import Client, Json
from tests.decisions.lots import Decideur, prise
from tests.instruction.dossiers import AMIENS, ROUEN, Agent, deposee_en
from tests.resultats.publies import acceptee, arreter, publier

_SEINE_MARITIME: Final = "Seine-Maritime (76)"
_VILLES_SOEURS: Final = "247600588"  # of which Eu is
_NOM: Final = "Seine <script>alert(1)</script> & Bresle"


class _Page(HTMLParser):
    """What a page shows and leads to."""

    def __init__(self, texte: str) -> None:
        super().__init__()
        self.balises: list[str] = []
        self.liens: list[str] = []
        self.rangees: list[list[str]] = []
        self.options: dict[str, str] = {}
        self._option = ""
        self.feed(texte)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.append(tag)
        dits = dict(attrs)
        self.liens += [dits[nom] or "" for nom in ("href", "src", "action") if nom in dits]
        assert not [nom for nom in dits if nom.startswith("on") or nom == "style"]
        if tag == "tr":
            self.rangees.append([])
        if tag == "option":
            self._option = dits["value"] or ""
        if tag in ("th", "td"):
            self.rangees[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.balises[-1:] == ["option"] and data.strip():
            self.options[self._option] = data
        if self.balises[-1:] in (["th"], ["td"], ["strong"]) and data.strip():
            self.rangees[-1][-1] += data


def _lire(
    client: Client, adresse: str = "/resultats", **parametres: str
) -> tuple[httpx2.Response, _Page]:
    lue = client.get(adresse, params=parametres or None).raise_for_status()
    assert lue.headers["content-type"] == "text/html; charset=utf-8"
    return lue, _Page(lue.text)


@pytest.fixture(scope="module")
def publies(client: Client, ministre: Decideur, normand: Agent) -> None:
    """One territory of Normandie, one of Hauts-de-France."""
    retenu: Json = {"nom": _NOM, "epci": [ROUEN], "communes": ["76255"], "region_pilote": None}
    une = prise(client, normand, ROUEN, _VILLES_SOEURS)
    autre = deposee_en(client, AMIENS, region="32")
    normand.prendre(autre.id).raise_for_status()
    lot = arreter(ministre, acceptee(une, retenu=retenu), acceptee(autre))
    avant, page = _lire(client)
    assert "Rien n'est encore publié" in avant.text and page.rangees == []
    assert avant.headers["cache-control"] == "no-store"
    publier(ministre, lot, "2023-10-31T23:30:00Z")


@pytest.mark.usefixtures("publies")
def test_la_page_montre_ce_qui_est_retenu_tout_ou_une_region(client: Client) -> None:
    lue, page = _lire(client)
    assert "Version 1, publiée le 1er novembre 2023. Bac à sable : ces résultats" in lue.text
    assert page.rangees[0] == [
        *("Territoire", "Code", "Région pilote", "Départements", "Intercommunalités et communes"),
    ]
    assert sorted(rangee[1] for rangee in page.rangees[1:]) == ["ti-2801", "ti-3201"]
    assert page.options == {"": "Toutes (2)", "32": "Hauts-de-France (1)", "28": "Normandie (1)"}
    choisie, normandie = _lire(client, "/resultats?region=28")
    assert "1 territoire retenu<" in choisie.text
    ((nom, code, region, departements, lieux),) = normandie.rangees[1:]
    assert (nom, code, region, departements) == (*(_NOM, "ti-2801"), "Normandie", _SEINE_MARITIME)
    assert lieux == f"Métropole Rouen Normandie ({ROUEN}); Eu (76255)"
    for inconnue in ("11", "interregional", '"><script>'):
        ailleurs, _ = _lire(client, region=inconnue)
        assert ailleurs.text == lue.text


def _codes(client: Client, q: str, **autres: str) -> list[str]:
    return sorted(rangee[1] for rangee in _lire(client, q=q, **autres)[1].rangees[1:])


@pytest.mark.usefixtures("publies")
def test_des_mots_de_la_page_ou_une_commune_trouvent_leur_territoire(client: Client) -> None:
    for q in (
        *("bresle", "SÉINE   brésle", "metropole ROUEN", ROUEN, "eu", "76255", "ti-2801"),
        *("seine-maritime", "76", "normandie", "script", "Métropole_Rouen", "petit-couronne"),
    ):
        assert _codes(client, q) == ["ti-2801"], q
    # The beginning of a word is enough, its end is not; a number is whole.
    for q in ("ormandie", "rouenn", ROUEN[:4], "7625", "somme rouen", "'; drop", "%", "zzz"):
        trouve = ["ti-2801", "ti-3201"] if q == "%" else []
        assert _codes(client, q) == trouve, q
    assert _codes(client, "somme") == _codes(client, "amiens") == ["ti-3201"]
    assert _codes(client, "metropole", region="28") == ["ti-2801"]
    assert _codes(client, "amiens", region="28") == []


@pytest.mark.usefixtures("publies")
def test_elle_dit_combien_et_pourquoi(client: Client) -> None:
    """What the page does not show says itself; what is shown already is not said again."""
    lue, page = _lire(client, q="petit Rouen")
    assert "1 territoire trouvé pour « petit Rouen »" in lue.text
    assert page.rangees[1][4].endswith("Dont : Petit-Couronne (76497); Le Petit-Quevilly (76498)")
    assert "cache-control" in lue.headers and lue.headers["cache-control"] == "no-store"
    lue, page = _lire(client, q="rouen")
    assert "Dont" not in lue.text and page.options["28"] == "Normandie (1)"
    assert "Aucun territoire trouvé pour « zzz »" in _lire(client, q="zzz")[0].text
    lue, page = _lire(client, q="r")
    assert lue.text.count("Dont : ") == 1 and page.liens.count("/resultats") == 2


@pytest.mark.usefixtures("publies")
def test_rien_de_ce_qui_est_cherche_n_est_une_balise(client: Client) -> None:
    for q in ('"><script>alert(1)</script>', "' onfocus='alert(1)", "</title><b>", "&amp;\x00"):
        lue, page = _lire(client, q=q)
        assert not {"script", "b"} & {*page.balises} and page.liens.count("/resultats") == 2
        assert q not in lue.text and f'value="{escape(q)}"' in lue.text
        assert lue.headers["content-security-policy"].startswith("default-src 'none'")
    longue = client.get("/resultats", params={"q": "<b>" * 34})
    assert longue.status_code == 400 and _Page(longue.text).rangees == []
    assert "trop longue : 100 caractères au plus" in longue.text and "<b>" not in longue.text
    assert _codes(client, "z" * 100) == []


@pytest.mark.usefixtures("publies")
def test_la_carte_dit_par_departement_combien_il_en_a_et_le_dit_en_mots(client: Client) -> None:
    lue = _lire(client)[0].text
    carte = {
        nom: (niveau, int(nombre))
        for niveau, nom, nombre in re.findall(
            r'<(?:path|rect) class="(n.)"[^>]*><title>([^<]+) : (\d+)</title>', lue
        )
    }
    assert len(carte) == 101
    assert {nom: vu for nom, vu in carte.items() if vu != ("n0", 0)} == {
        "Seine-Maritime": ("n1", 1),
        "Somme": ("n1", 1),
    }
    en_mots = re.findall(r"<li>([^<]+) \((..)\) : (\d+)</li>", lue)
    assert en_mots == [("Seine-Maritime", "76", "1"), ("Somme", "80", "1")]


@pytest.mark.parametrize(("nombre", "niveau"), [(1, "n1"), (2, "n2"), (3, "n2"), (4, "n3")])
def test_plus_un_departement_en_a_plus_il_est_sombre(nombre: int, niveau: str) -> None:
    dessinee = carte([["974", "988"]] * nombre)
    assert (
        f"<title>La Réunion : {nombre}</title>" in dessinee.partition(f'<rect class="{niveau}"')[2]
    )
    assert f"<li>988 (988) : {nombre}</li>" in dessinee


@pytest.mark.usefixtures("publies")
def test_elle_n_execute_rien_et_ne_charge_rien(client: Client) -> None:
    lue, page = _lire(client)
    assert not {"script", "iframe", "object", "embed", "img"} & {*page.balises}
    regles = dict(
        r.strip().split(" ", 1) for r in lue.headers["content-security-policy"].split(";")
    )
    style = lue.text.partition("<style>")[2].partition("</style>")[0]
    empreinte = b64encode(sha256(style.encode()).digest()).decode()
    assert regles == {
        "default-src": "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "img-src": "data:",
        "style-src": f"'sha256-{empreinte}'",
    }


@pytest.mark.usefixtures("publies")
def test_tout_ce_a_quoi_elle_mene_est_servi(client: Client) -> None:
    _, page = _lire(client)
    ici = [lien for lien in page.liens if lien.startswith("/")]
    assert len(ici) == 9 and len({*page.liens} - {*ici, "data:,"}) == 3
    for lien in ici:
        assert len(client.get(lien).raise_for_status().content) > 100, lien


@pytest.mark.usefixtures("publies")
def test_qui_l_a_deja_ne_la_reprend_pas(client: Client) -> None:
    etiquette = _lire(client)[0].headers["etag"]
    connue = client.get("/resultats", headers={"If-None-Match": etiquette})
    assert connue.status_code == 304
    autre = client.get("/resultats?region=28", headers={"If-None-Match": etiquette})
    assert autre.status_code == 200
