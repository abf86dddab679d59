"""HTTP of the contract: the document, and the page that shows it."""

from functools import cache
from typing import cast

from fastapi import APIRouter, FastAPI, Request, Response
from pydantic_core import to_json

from app.acces.gardes import PUBLIC
from app.contrat import page
from app.contrat.openapi import document
from app.kit.services import Services
from app.kit.web.http import JSON
from app.kit.web.problems import RouteInconnue
from app.kit.web.static import repondre_fixe

routes = APIRouter(tags=["Exploitation"], dependencies=[PUBLIC])


@routes.get("/openapi.json", include_in_schema=False)
async def openapi(requete: Request) -> Response:
    """The contract."""
    return await repondre_fixe(requete, _publie(requete.app), JSON)


@cache
def _publie(app: FastAPI) -> bytes:
    """Written once: it takes a second, and the life of a service changes nothing of it."""
    return to_json(document(app, cast(Services, app.state.services).settings))


@routes.get("/docs", include_in_schema=False)
async def documentation() -> Response:
    """The contract, to read and to try."""
    entetes = {"Content-Security-Policy": page.CSP}
    return Response(page.PAGE, headers=entetes, media_type="text/html; charset=utf-8")


@routes.get("/docs/{nom}", include_in_schema=False)
async def fichier_de_documentation(nom: str, requete: Request) -> Response:
    """A file of the page."""
    if (trouve := page.fichier(nom)) is None:
        raise RouteInconnue
    return await repondre_fixe(requete, *trouve)
