"""Whatever FastAPI or Starlette refuse becomes a problem document, too."""

from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from app.kit.web.call import appel_de
from app.kit.web.limits import compter_echec
from app.kit.web.problems import (
    FAUTES_MAX,
    CorpsIllisible,
    ErreurInterne,
    MethodeRefusee,
    ParametreRefuse,
    Probleme,
    RequeteInvalide,
    RouteInconnue,
)

_PAR_STATUT: Final[dict[int, type[Probleme]]] = {
    400: CorpsIllisible,
    404: RouteInconnue,
    405: MethodeRefusee,
}


def intercepter(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(Probleme, _probleme)
    app.add_exception_handler(ClientDisconnect, _interrompue)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _parametres)


async def _probleme(requete: Request, erreur: Any) -> Response:
    return _repondre(requete, await compter_echec(requete, erreur))


async def _interrompue(requete: Request, _: Any) -> Response:
    """Nobody reads this answer; without it, a client that hangs up would count as a fault."""
    return _repondre(requete, CorpsIllisible("Le client s'est interrompu."))


async def _http(requete: Request, erreur: Any) -> Response:
    classe = _PAR_STATUT.get(erreur.status_code, ErreurInterne)
    entetes = {"Allow": _permises(requete)} if classe is MethodeRefusee else erreur.headers
    return _repondre(requete, classe(entetes=entetes))


def _permises(requete: Request) -> str:
    """Every method of this address (RFC 9110, 15.5.6): Starlette names those of one route."""
    routes = iter_route_contexts(requete.app.routes)
    ici = (route for route in routes if route.matches(requete.scope)[0] is not Match.NONE)
    permises = {methode for route in ici for methode in route.methods or ()}
    return ", ".join(sorted({*permises, "HEAD"} if "GET" in permises else permises))


async def _parametres(requete: Request, erreur: Any) -> Response:
    parametres = [
        ParametreRefuse(detail["loc"][0], str(detail["loc"][-1]), detail["type"])
        for detail in erreur.errors()[:FAUTES_MAX]
    ]
    return _repondre(requete, RequeteInvalide(parametres=parametres))


def _repondre(requete: Request, probleme: Probleme) -> Response:
    document = probleme.document(appel_de(requete).id, requete.query_params)
    return Response(
        to_json(document),
        int(probleme.statut),
        probleme.entetes,
        media_type="application/problem+json",
    )
