"""HTTP of the page of results."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from app.acces.gardes import PUBLIC
from app.kit.web.http import LesServices
from app.kit.web.static import repondre_fixe
from app.resultats.lire_les_resultats import lire_pour_la_page
from app.resultats.page_des_resultats import CSP, page_des_resultats, page_vide
from app.resultats.refus import ResultatsNonPublies

routes = APIRouter(tags=["Résultats"], dependencies=[PUBLIC])

_HTML: Final = "text/html; charset=utf-8"
_PROTECTION: Final = {"Content-Security-Policy": CSP}


@routes.get("/resultats", include_in_schema=False)
async def page(
    requete: Request, services: LesServices, region: Annotated[str, Query()] = ""
) -> Response:
    """What is retained, for people: of all regions, or of one."""
    try:
        voulue, territoires = await lire_pour_la_page(services, region)
    except ResultatsNonPublies:
        return Response(page_vide(), headers=_PROTECTION, media_type=_HTML)
    reponse = await repondre_fixe(requete, page_des_resultats(voulue, territoires), _HTML)
    reponse.headers.update(_PROTECTION)
    return reponse
