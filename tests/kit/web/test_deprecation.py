"""A route declared obsolete says so on every answer, refusals included, and in the contract."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import pytest
from fastapi import APIRouter, FastAPI
from starlette.testclient import TestClient

from app.acces.gardes import Lecteur
from app.acces.refus import JetonAbsent, JetonMalForme
from app.candidatures.etats import Etat
from app.candidatures.refus import EtatIncompatible
from app.config import Settings
from app.contrat.openapi import document
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.deprecation import Obsolescence, obsolete
from app.kit.web.problems import RequeteInvalide
from app.main import create_app
from tests.client import contrat

_CHEMIN: Final = "/v1/essai/{rang}"
_DEPUIS: Final = datetime(2026, 1, 1, tzinfo=UTC)
_FIN: Final = datetime(2027, 1, 1, 1, tzinfo=timezone(timedelta(hours=1)))
_JETON: Final = {"Authorization": "Bearer tic_" + "A" * 43}
_DITS: Final = {
    "deprecation": "@1767225600",
    "sunset": "Fri, 01 Jan 2027 00:00:00 GMT",
    "link": '<https://exemple.fr/fin>; rel="deprecation", <https://exemple.fr/fin>; rel="sunset", '
    '</v2/essai>; rel="successor-version"',
}


@pytest.fixture
def app() -> FastAPI:
    """The real application, with a route of the test's own."""
    routes = APIRouter(prefix="/v1", tags=["Candidatures"])

    @routes.get(
        "/essai/{rang}",
        operation_id="essayer",
        responses=reponses(JetonAbsent, JetonMalForme, RequeteInvalide, EtatIncompatible),
    )
    @Declaration(exemple=lambda: 1)
    @obsolete(depuis=_DEPUIS, fin=_FIN, notice="https://exemple.fr/fin", remplacant="/v2/essai")
    async def essayer(rang: int, appelant: Lecteur) -> int:
        if rang == 0:
            raise EtatIncompatible(etat=Etat.BROUILLON)
        if rang < 0:
            raise RuntimeError("panne")
        return rang

    app = create_app()
    app.include_router(routes)
    return app


@pytest.mark.parametrize(
    ("methode", "rang", "entetes", "statut"),
    [
        ("GET", "1", _JETON, 200),
        ("GET", "1", {}, 401),
        ("POST", "1", _JETON, 405),
        ("GET", "0", _JETON, 409),
        ("GET", "un", _JETON, 422),
        ("GET", "-1", _JETON, 500),
    ],
)
def test_chaque_reponse_le_dit(
    app: FastAPI, methode: str, rang: str, entetes: dict[str, str], statut: int
) -> None:
    client = TestClient(app, raise_server_exceptions=False)
    reponse = client.request(methode, f"/v1/essai/{rang}", headers=entetes)
    assert reponse.status_code == statut
    assert {nom: reponse.headers.get(nom) for nom in _DITS} == _DITS


def test_le_contrat_le_dit_et_ne_dit_rien_des_autres(app: FastAPI) -> None:
    publie = document(app, Settings())
    operation = publie["paths"][_CHEMIN]["get"]
    assert operation["deprecated"] is True
    for statut, reponse in operation["responses"].items():
        assert {"Deprecation", "Sunset", "Link"} <= reponse["headers"].keys(), statut
    assert {"Deprecation", "Sunset", "Link"} <= publie["components"]["headers"].keys()
    autres = {c: o for c, o in publie["paths"].items() if c != _CHEMIN}
    assert '"deprecated"' not in str(autres).replace("'", '"')


def test_aucune_route_du_service_n_est_obsolete_aujourd_hui() -> None:
    reponse = TestClient(create_app()).get("/sante/vivant")
    assert reponse.status_code == 204
    assert not _DITS.keys() & reponse.headers.keys()
    assert "Deprecation" not in contrat()["components"]["headers"]


def test_sans_remplacant_aucun_lien_ne_le_dit() -> None:
    entetes = dict(Obsolescence(_DEPUIS, _FIN, "/fin").entetes())
    assert entetes["Link"] == '</fin>; rel="deprecation", </fin>; rel="sunset"'


def test_une_fin_avant_le_debut_est_une_erreur_de_programmation() -> None:
    with pytest.raises(ValueError, match="RFC 9745"):
        obsolete(depuis=_FIN, fin=_DEPUIS, notice="/fin")
