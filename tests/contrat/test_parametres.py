"""A name that a query should not hold is told, on every route whose query is read."""

from typing import Any, Final

import pytest
from fastapi.routing import iter_route_contexts

from app.acces.droits import Portee
from app.kit.web.query import PARAMETRES_CONNUS
from app.main import create_app
from tests.acces.cles import porteur
from tests.acces.temoins import nouvelle_cle
from tests.client import Client

_PUBLIQUES: Final = [
    ("GET", "/v1/schemas/dossier-depot"),
    ("GET", "/v1/referentiels/epci"),
    ("POST", "/v1/validation"),
    ("POST", "/v1/candidatures"),
]


@pytest.mark.parametrize(("methode", "adresse"), _PUBLIQUES)
def test_un_nom_inconnu_est_dit(client: Client, methode: str, adresse: str) -> None:
    reponse = client.request(methode, f"{adresse}?erreur=ajv&_=1", json={})
    assert reponse.status_code == 422
    assert [(p["nom"], p["type"]) for p in reponse.json()["parametres"]] == [
        ("erreur", "inconnu"),
        ("_", "inconnu"),
    ]


def test_un_filtre_mal_ecrit_ne_liste_pas_tout(client: Client, postgres: str) -> None:
    lister = "/v1/instruction/candidatures"
    entetes = porteur(nouvelle_cle(postgres, Portee.INSTRUCTION_LECTURE)[1])
    assert client.get(f"{lister}?regions=28", headers=entetes).status_code == 422
    assert client.get(f"{lister}?region=28", headers=entetes).status_code == 200


def test_chaque_route_dont_la_requete_est_lue_refuse_ce_qu_elle_ne_connait_pas() -> None:
    """But the dry run, whose `projection_de` is told both of its names, and a page: people follow
    links to which others add what they count by.
    """
    sans: set[str] = set()
    for route in iter_route_contexts(create_app().routes):
        dependant: Any = getattr(route, "dependant", None)
        if dependant and dependant.query_params:
            appels = {sous.call for sous in dependant.dependencies}
            if PARAMETRES_CONNUS.dependency not in appels:
                sans.add(str(route.path))
    assert sans == {"/v1/validation", "/resultats"}
