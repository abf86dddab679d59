"""HTTP of the page of results."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from app.acces.gardes import PUBLIC
from app.kit.web.call import appel_de
from app.kit.web.http import LesServices
from app.kit.web.static import repondre_fixe
from app.resultats.chercher_un_territoire import CARACTERES_MAX
from app.resultats.lire_pour_la_page import lire_pour_la_page
from app.resultats.page_des_resultats import CSP, page_des_resultats, page_vide
from app.resultats.refus import ResultatsNonPublies

routes = APIRouter(tags=["Résultats"], dependencies=[PUBLIC])

_HTML: Final = "text/html; charset=utf-8"
_PROTECTION: Final = {"Content-Security-Policy": CSP}


@routes.get("/resultats", include_in_schema=False)
async def page(
    requete: Request,
    services: LesServices,
    region: Annotated[str, Query()] = "",
    q: Annotated[str, Query()] = "",
) -> Response:
    """What is retained, for people: of all regions or of one; whole, or what has some words."""
    try:
        voulue, territoires = await lire_pour_la_page(
            services, appel_de(requete).abonne, region, q.strip()
        )
    except ResultatsNonPublies:
        return Response(page_vide(), headers=_PROTECTION, media_type=_HTML)
    contenu = page_des_resultats(voulue, territoires)
    if voulue.q:
        # Anybody may look for anything: nothing of it is kept.
        statut = 400 if len(voulue.q) > CARACTERES_MAX else 200
        return Response(contenu, statut, _PROTECTION, _HTML)
    reponse = await repondre_fixe(requete, contenu, _HTML)
    reponse.headers.update(_PROTECTION)
    return reponse
