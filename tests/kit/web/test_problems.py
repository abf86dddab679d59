"""Every refusal is a problem document (RFC 9457), those of the framework included."""

import re
from collections.abc import Generator, Iterator
from http import HTTPStatus
from typing import Any, Final

import pytest
from starlette.testclient import TestClient

from app.config import Settings
from app.kit.web import problems
from app.kit.web.problems import Probleme, catalogue
from app.main import create_app
from tests.client import Client

_CLASSES: Final = sorted(catalogue().values(), key=lambda classe: classe.code)
_BASE: Final = {"type", "title", "status", "detail", "code", "requete"}
_KIT: Final = "app.kit.web.problems"
_SECRET: Final = "jeanne.martin@example.fr"
codes = pytest.mark.parametrize("classe", _CLASSES, ids=[classe.code for classe in _CLASSES])


def _est_un_probleme(reponse: Any, classe: type[Probleme]) -> dict[str, Any]:
    assert reponse.status_code == classe.statut, reponse.text
    assert reponse.headers["content-type"] == "application/problem+json"
    document = reponse.json()
    assert document.keys() >= _BASE
    assert document["code"] == classe.code
    assert document["type"] == f"/problemes/{classe.code}"
    assert document["status"] == reponse.status_code
    assert document["requete"] == reponse.headers["x-request-id"]
    return document


@codes
def test_un_probleme_est_decrit_a_l_adresse_de_son_type(
    client: Client, classe: type[Probleme]
) -> None:
    reponse = client.get(f"/problemes/{classe.code}")
    assert reponse.status_code == 200
    assert reponse.json() == {
        "code": classe.code,
        "status": int(classe.statut),
        "title": classe.titre,
        "sens": classe.sens,
    }


def test_un_type_de_probleme_inconnu_est_introuvable(client: Client) -> None:
    _est_un_probleme(client.get("/problemes/inconnu"), problems.Introuvable)


@codes
def test_un_probleme_a_un_code_stable_un_titre_et_un_sens(classe: type[Probleme]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", classe.code)
    assert isinstance(classe.statut, HTTPStatus) and classe.statut >= 400
    assert classe.titre and not classe.titre.endswith(".")
    assert classe.sens.endswith(".")


def test_aucun_code_ne_sert_deux_fois() -> None:
    codes = [classe.code for classe in _toutes(Probleme) if "code" in vars(classe)]
    assert sorted(codes) == sorted(catalogue())


def _toutes(classe: type[Probleme]) -> Iterator[type[Probleme]]:
    for sous in classe.__subclasses__():
        yield sous
        yield from _toutes(sous)


def test_chaque_refus_est_chez_qui_le_dit() -> None:
    ailleurs = [
        c.__name__
        for c in _toutes(Probleme)
        if c.__module__ != _KIT and not re.search(r"\.refus(_\w+)?$", c.__module__)
    ]
    assert ailleurs == []


def test_l_arbre_en_tete_du_module_est_exact() -> None:
    arbre = re.sub(r"\n│ +", " ", problems.__doc__ or "")  # a long line goes on below
    lignes = re.findall(r"[├└]── (\d{3})  (.+)", arbre)
    montre = {int(statut): noms.split(", ") for statut, noms in lignes}
    attendu: dict[int, list[str]] = {}
    for classe in (c for c in Probleme.__subclasses__() if c.__module__ == _KIT):
        attendu.setdefault(int(classe.statut), []).append(classe.__name__)
    assert montre == attendu
    assert list(montre) == sorted(montre)


@pytest.mark.parametrize(
    "adresse", ["/", "/v1", "/v1/candidatures/", "/v2/candidatures", "/favicon.ico", "/%00"]
)
def test_une_adresse_inconnue_est_un_404(client: Client, adresse: str) -> None:
    _est_un_probleme(client.get(adresse), problems.RouteInconnue)


@pytest.mark.parametrize(
    ("methode", "adresse", "permises"),
    [
        ("PUT", "/v1/candidatures", {"GET", "HEAD", "POST"}),
        ("POST", "/v1/candidatures/x", {"GET", "HEAD", "PATCH", "DELETE"}),
        ("DELETE", "/v1/formulaire", {"GET", "HEAD"}),
        ("GET", "/v1/validation", {"POST"}),
        ("TRACE", "/sante/vivant", {"GET", "HEAD"}),
    ],
)
def test_une_methode_non_prevue_est_un_405_qui_dit_les_autres(
    client: Client, methode: str, adresse: str, permises: set[str]
) -> None:
    reponse = client.request(methode, adresse)
    _est_un_probleme(reponse, problems.MethodeRefusee)
    assert set(re.split(", *", reponse.headers["allow"])) == permises


@pytest.mark.parametrize(
    ("parametres", "nom"),
    [({"limite": "0"}, "limite"), ({"limite": "mille"}, "limite"), ({"q": "x" * 101}, "q")],
)
def test_un_parametre_refuse_est_un_422_qui_le_nomme(
    client: Client, parametres: dict[str, str], nom: str
) -> None:
    reponse = client.get("/v1/referentiels/epci", params=parametres)
    document = _est_un_probleme(reponse, problems.RequeteInvalide)
    assert [(p["dans"], p["nom"]) for p in document["parametres"]] == [("query", nom)]
    assert "x" * 101 not in reponse.text


@pytest.fixture(scope="module")
def en_panne(reglages: Settings) -> Generator[TestClient]:
    """A service of which one route breaks, quoting what it was given."""

    async def rompre() -> None:
        raise RuntimeError(f"{_SECRET} : INSERT INTO candidature")

    app = create_app(reglages)
    app.add_api_route("/rompre", rompre)
    with TestClient(app) as client:
        yield client


def test_une_panne_est_un_500_qui_ne_dit_rien_du_dedans(en_panne: TestClient) -> None:
    reponse = en_panne.get("/rompre")
    document = _est_un_probleme(reponse, problems.ErreurInterne)
    assert document.keys() == _BASE
    assert document["detail"] == problems.ErreurInterne.sens
    for dedans in (_SECRET, "RuntimeError", "INSERT", "Traceback", ".py"):
        assert dedans not in reponse.text
        assert dedans not in str(reponse.headers)


def test_deux_requetes_n_ont_pas_le_meme_identifiant(client: Client) -> None:
    identifiants = {client.get("/sante/vivant").headers["x-request-id"] for _ in range(3)}
    assert len(identifiants) == 3


def test_l_identifiant_donne_par_un_client_n_est_pas_repris(client: Client) -> None:
    reponse = client.get("/sante/vivant", headers={"X-Request-Id": "faux"})
    assert re.fullmatch("[0-9a-f]{32}", reponse.headers["x-request-id"])
