"""What a route declares is what the contract says of it."""

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


def _document(declaration: Declaration, responses: dict[int | str, Json]) -> Json:
    """The contract, with a route of the test's own at `/v1/pesees`."""

    async def peser() -> int:
        return 1

    app, routes = create_app(), APIRouter(tags=["Candidatures"], dependencies=[PUBLIC])
    routes.add_api_route(
        "/v1/pesees",
        declaration(peser),
        methods=["POST"],
        operation_id="peser",
        summary="Peser",
        responses=responses,
    )
    app.include_router(routes)
    return document(app, Settings())


def _operation(declaration: Declaration, responses: dict[int | str, Json] | None = None) -> Json:
    return _document(declaration, responses or {})["paths"]["/v1/pesees"]["post"]


def test_l_exemple_est_celui_de_la_route() -> None:
    contenu = _operation(Declaration(exemple=lambda: 7))["responses"]["200"]["content"]
    assert contenu["application/json"]["example"] == 7


@pytest.mark.parametrize(
    ("schema", "nom"),
    [
        (Pesee, "Pesee"),
        (objet("Balance", "Une balance.", {"tare": {"type": "string"}}), "Balance"),
        (_taille, "Taille"),
        (reference("DossierCorrectif"), "DossierCorrectif"),
    ],
    ids=["modele", "schema", "selon_les_reglages", "renvoi"],
)
def test_le_corps_est_un_composant_nomme(schema: Any, nom: str) -> None:
    corps = Corps(schema, lambda: {"grammes": 3}, ("application/json", "text/csv"))
    publie = _document(Declaration(corps=corps), {})
    operation = publie["paths"]["/v1/pesees"]["post"]
    assert nom in publie["components"]["schemas"]
    attendu = {"schema": reference(nom), "example": {"grammes": 3}}
    assert operation["requestBody"]["content"] == dict.fromkeys(corps.medias, attendu)
    # Whoever sends a body may send it badly, or slowly.
    assert operation["responses"]["400"]["content"]["application/problem+json"]["schema"] == (
        reference("RequeteIllisible")
    )
    assert "408" in operation["responses"]


def test_la_valeur_par_defaut_d_une_demande_reste() -> None:
    publie = _document(Declaration(corps=Corps(Pesee, lambda: {})), {})
    assert publie["components"]["schemas"]["Pesee"]["properties"]["grammes"]["default"] == 0


@pytest.mark.parametrize(
    ("declaration", "du_succes", "du_409"),
    [
        (Declaration(), set[str](), set[str]()),
        (Declaration(versionnee=True), {"ETag"}, set[str]()),
        (Declaration(rejouable=True), {"Location", "Idempotency-Replayed"}, {"Retry-After"}),
    ],
    ids=["rien", "versionnee", "rejouable"],
)
def test_les_en_tetes_sont_ceux_que_la_route_declare(
    declaration: Declaration, du_succes: set[str], du_409: set[str]
) -> None:
    refus = _operation(declaration, reponses(CleEnCours))["responses"]
    communs = {"X-Request-Id", "Access-Control-Allow-Origin"}
    assert refus["200"]["headers"].keys() - communs == du_succes
    assert refus["409"]["headers"].keys() - communs == du_409


def test_un_ensemble_de_refus_donne_son_nom() -> None:
    refus = _operation(Declaration(), reponses(MODIFICATION_EMPECHEE))["responses"]["409"]
    contenu = refus["content"]["application/problem+json"]
    assert contenu["schema"] == _ENSEMBLE
    assert list(contenu["examples"]) == [un.code for un in MODIFICATION_EMPECHEE.classes]


def test_un_ensemble_ne_nomme_pas_ce_qu_il_ne_contient_pas() -> None:
    declares = reponses(MODIFICATION_EMPECHEE, CleEnCours)
    refus = _operation(Declaration(), declares)["responses"]["409"]
    schema = refus["content"]["application/problem+json"]["schema"]
    assert len(schema["oneOf"]) == len(MODIFICATION_EMPECHEE.classes) + 1


def test_qui_suit_une_operation_est_un_lien_de_sa_reponse() -> None:
    publie = _document(Declaration(suit={"modifierCandidature": ICI}), {})
    suivie = publie["paths"]["/v1/candidatures/{id}"]["patch"]["responses"]["200"]
    assert suivie["links"]["peser"] == {
        "operationId": "peser",
        "parameters": ICI,
        "description": "Peser.",
    }


def test_suivre_ce_qui_n_existe_pas_est_une_erreur_de_programmation() -> None:
    with pytest.raises(KeyError, match="nulle_part"):
        _document(Declaration(suit={"nulle_part": ICI}), {})
