"""What a route declares is what the contract says of it."""

from collections.abc import Callable, Coroutine
from functools import cache
from typing import Any, Final

import pytest
from fastapi import APIRouter
from pydantic import BaseModel

from app.acces.gardes import PUBLIC
from app.candidatures.refus import MODIFICATION_EMPECHEE
from app.config import Settings
from app.contrat.openapi import document
from app.kit.web.declaration import ICI, Corps, Declaration, objet, reference, reponses
from app.kit.web.problems import CleEnCours
from app.main import create_app

Json = dict[str, Any]
_ENSEMBLE: Final = reference("ModificationEmpechee")


class Pesee(BaseModel):
    """A body."""

    grammes: int = 0


def _taille(reglages: Settings) -> Json:
    return objet("Taille", f"{reglages.fichier_max} octets au plus.", {})


_CORPS: Final[dict[str, tuple[Any, str]]] = {
    "modele": (Pesee, "Pesee"),
    "schema": (objet("Balance", "Une balance.", {"tare": {"type": "string"}}), "Balance"),
    "selon_les_reglages": (_taille, "Taille"),
    "renvoi": (reference("DossierCorrectif"), "DossierCorrectif"),
}
_MEDIAS: Final = ("application/json", "text/csv")
# What each declares, and its refusals.
_ROUTES: Final[dict[str, tuple[Declaration, dict[int | str, Json]]]] = {
    "exemple": (Declaration(exemple=lambda: 7), {}),
    **{
        nom: (Declaration(corps=Corps(schema, lambda: {"grammes": 3}, _MEDIAS)), {})
        for nom, (schema, _) in _CORPS.items()
    },
    "rien": (Declaration(), reponses(CleEnCours)),
    "versionnee": (Declaration(versionnee=True), reponses(CleEnCours)),
    "rejouable": (Declaration(rejouable=True), reponses(CleEnCours)),
    "ensemble": (Declaration(), reponses(MODIFICATION_EMPECHEE)),
    "ensemble_et_un": (Declaration(), reponses(MODIFICATION_EMPECHEE, CleEnCours)),
    "suite": (Declaration(suit={"modifierCandidature": ICI}), {}),
}


@cache
def _publie() -> Json:
    """The contract, with these routes of the test's own."""
    return _document(_ROUTES)


def _document(declarees: dict[str, tuple[Declaration, dict[int | str, Json]]]) -> Json:
    """The contract, with routes more, each at `/v1/pesees/` and its name."""

    def peser() -> Callable[[], Coroutine[Any, Any, int]]:
        async def peser() -> int:
            return 1

        return peser

    app, routes = create_app(), APIRouter(tags=["Candidatures"], dependencies=[PUBLIC])
    for nom, (declaration, responses) in declarees.items():
        routes.add_api_route(
            f"/v1/pesees/{nom}",
            declaration(peser()),
            methods=["POST"],
            operation_id=f"peser_{nom}",
            summary="Peser",
            responses=responses,
        )
    app.include_router(routes)
    return document(app, Settings())


def _operation(nom: str) -> Json:
    return _publie()["paths"][f"/v1/pesees/{nom}"]["post"]


def test_l_exemple_est_celui_de_la_route() -> None:
    contenu = _operation("exemple")["responses"]["200"]["content"]
    assert contenu["application/json"]["example"] == 7


@pytest.mark.parametrize("nom", _CORPS)
def test_le_corps_est_un_composant_nomme(nom: str) -> None:
    operation, (_, composant) = _operation(nom), _CORPS[nom]
    assert composant in _publie()["components"]["schemas"]
    attendu = {"schema": reference(composant), "example": {"grammes": 3}}
    assert operation["requestBody"]["content"] == dict.fromkeys(_MEDIAS, attendu)
    # Whoever sends a body may send it badly, or slowly.
    assert operation["responses"]["400"]["content"]["application/problem+json"]["schema"] == (
        reference("RequeteIllisible")
    )
    assert "408" in operation["responses"]


def test_la_valeur_par_defaut_d_une_demande_reste() -> None:
    pesee = _publie()["components"]["schemas"]["Pesee"]
    assert pesee["properties"]["grammes"]["default"] == 0


@pytest.mark.parametrize(
    ("nom", "du_succes", "du_409"),
    [
        ("rien", set[str](), set[str]()),
        ("versionnee", {"ETag"}, set[str]()),
        ("rejouable", {"Location", "Idempotency-Replayed"}, {"Retry-After"}),
    ],
)
def test_les_en_tetes_sont_ceux_que_la_route_declare(
    nom: str, du_succes: set[str], du_409: set[str]
) -> None:
    refus = _operation(nom)["responses"]
    communs = {"X-Request-Id", "Access-Control-Allow-Origin"}
    assert refus["200"]["headers"].keys() - communs == du_succes
    assert refus["409"]["headers"].keys() - communs == du_409


def test_un_ensemble_de_refus_donne_son_nom() -> None:
    refus = _operation("ensemble")["responses"]["409"]
    contenu = refus["content"]["application/problem+json"]
    assert contenu["schema"] == _ENSEMBLE
    assert list(contenu["examples"]) == [un.code for un in MODIFICATION_EMPECHEE.classes]


def test_un_ensemble_ne_nomme_pas_ce_qu_il_ne_contient_pas() -> None:
    refus = _operation("ensemble_et_un")["responses"]["409"]
    schema = refus["content"]["application/problem+json"]["schema"]
    assert len(schema["oneOf"]) == len(MODIFICATION_EMPECHEE.classes) + 1


def test_qui_suit_une_operation_est_un_lien_de_sa_reponse() -> None:
    suivie = _publie()["paths"]["/v1/candidatures/{id}"]["patch"]["responses"]["200"]
    assert suivie["links"]["peser_suite"] == {
        "operationId": "peser_suite",
        "parameters": ICI,
        "description": "Peser.",
    }


def test_suivre_ce_qui_n_existe_pas_est_une_erreur_de_programmation() -> None:
    with pytest.raises(KeyError, match="nulle_part"):
        _document({"perdue": (Declaration(suit={"nulle_part": ICI}), {})})
