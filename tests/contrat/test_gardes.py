"""Every route says who may call it: exactly one guard, and the contract says the same."""

from typing import Any, Final
from uuid import uuid4

import pytest
from fastapi import APIRouter, Depends

from app.acces.admission import Facultative, Garde, Ouverte
from app.acces.gardes import GARDES, LECTEUR, PUBLIC
from app.acces.gardes import SEUL_BAC_A_SABLE as BAC_A_SABLE
from app.acces.tables import Preuve
from app.contrat.securite import gardes_de
from app.main import create_app
from tests.client import Client, contrat

_HABILITES: Final = {Preuve.AGENT, Preuve.CLE}
_SCHEMAS: Final = {
    "candidat": {Preuve.JETON},
    "agent": {Preuve.AGENT},
    "portail": {Preuve.CLE},
    "instruction": _HABILITES,
    "decision": _HABILITES,
    "avis": {Preuve.AVIS},
    "administration": _HABILITES,
}
# Where nobody has to say who they are.
_PUBLIQUES: Final = (
    "/v1/formulaire",
    "/v1/codes",
    "/v1/schemas",
    "/v1/campagne",
    "/v1/referentiels",
    "/v1/modeles",
    "/v1/validation",
    "/v1/acces/liens",
    "/v1/avis/liens",
    "/v1/courrier-quotidien",
    "/v1/resultats",
    "/resultats",
    "/api/v2/fichiers/",
    "/problemes",
    "/docs",
    "/openapi.json",
    "/sante",
    "/metrics",
    "/.well-known",
)


def test_chaque_route_declare_une_garde_et_une_seule() -> None:
    gardes = gardes_de(create_app())
    assert len(gardes) > 30
    assert not {route: trouvees for route, trouvees in gardes.items() if len(trouvees) != 1}


def test_chaque_garde_sert() -> None:
    assert {garde for (garde,) in gardes_de(create_app()).values()} == {*GARDES}


def test_n_est_public_que_ce_qui_est_nomme_ici() -> None:
    for (_, chemin), (garde,) in gardes_de(create_app()).items():
        if chemin.startswith("/v1/bac-a-sable/"):
            assert garde is BAC_A_SABLE
        else:
            assert (type(garde) is Ouverte) == chemin.startswith(_PUBLIQUES), chemin


@pytest.mark.parametrize("dependances", [[], [PUBLIC, Depends(LECTEUR)]], ids=["aucune", "deux"])
def test_une_route_sans_garde_ou_qui_en_a_deux_est_vue(dependances: list[Any]) -> None:
    async def oubliee() -> None: ...

    app, routes = create_app(), APIRouter()
    routes.add_api_route("/oubliee", oubliee, dependencies=dependances)
    app.include_router(routes, prefix="/v1")
    assert len(gardes_de(app)["GET", "/v1/oubliee"]) == len(dependances) != 1


def test_une_route_nue_de_starlette_est_vue() -> None:
    async def oubliee(_requete: object) -> Any: ...

    app = create_app()
    app.add_route("/oubliee", oubliee)
    assert gardes_de(app)["GET", "/oubliee"] == []


def test_le_contrat_annonce_la_garde_de_chaque_route() -> None:
    for (methode, chemin), (garde,) in gardes_de(create_app()).items():
        if operation := contrat()["paths"].get(chemin, {}).get(methode.lower()):
            facultative = isinstance(garde, Facultative)
            schemas = operation["x-securite-facultative" if facultative else "security"]
            annonces = [_SCHEMAS[nom] for schema in schemas for nom in schema]
            attendus = garde.genres if isinstance(garde, Garde) else frozenset[Preuve]()
            assert set[Preuve]().union(*annonces) == attendus
            assert not facultative or operation["security"] == []


def test_le_contrat_decrit_toutes_les_routes_de_l_api() -> None:
    decrites = {(m.upper(), p) for p, methodes in contrat()["paths"].items() for m in methodes}
    tues = {chemin for _, chemin in gardes_de(create_app()).keys() - decrites}
    pages = {"/metrics", "/openapi.json", "/docs", "/docs/{nom}", "/resultats"}
    # Of an interface that is described by itself.
    assert tues == pages | {"/api/v2/graphql", "/api/v2/fichiers/{adresse}"}


def test_sans_jeton_une_route_gardee_repond_401_et_une_autre_jamais(client: Client) -> None:
    for (methode, chemin), (garde,) in gardes_de(create_app()).items():
        if garde is BAC_A_SABLE:  # it would empty the sandbox under the other tests
            continue
        modele = chemin.replace("{id}", str(uuid4())).replace("{piece}", str(uuid4()))
        reponse = client.request(methode, modele.replace("{rang}", "1"))
        gardee = isinstance(garde, Garde) and not isinstance(garde, Facultative)
        assert (reponse.status_code == 401) == gardee, (methode, chemin, reponse.status_code)
        assert ("www-authenticate" in reponse.headers) == gardee
