"""HTTP of deposits that are printed."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.acces.appelant import Appelant
from app.acces.gardes import Lecteur
from app.candidatures.queries import ouvrir
from app.candidatures.quotas import COPIES, compte_de
from app.depots.imprimable import Imprimable, imprimable, imprimer_depot
from app.depots.routes import DEPOSE, SIENNE, Rang
from app.depots.signe_ou_imprime_routes import PDF
from app.editions.refus import IMPRESSION_EMPECHEE
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import IdCandidature, LesServices, services_de
from app.kit.web.limits import compter_sous
from app.kit.web.problems import TropDeRequetes
from app.kit.web.static import deja_connue

routes = APIRouter(tags=["Dépôt"])


def reponses_de_l_impression() -> dict[int | str, dict[str, Any]]:
    """What a route that prints a deposit declares of its answers."""
    return {
        200: {"description": "Le dépôt, à imprimer.", "content": {PDF: {"schema": {}}}},
        304: {"description": "Le client l'a déjà."},
        **reponses(*SIENNE, TropDeRequetes, IMPRESSION_EMPECHEE),
    }


@routes.get(
    "/v1/candidatures/{id}/depots/{rang}/dossier.pdf",
    operation_id="imprimerDepot",
    summary="Imprimer un dépôt",
    response_class=Response,
    responses=reponses_de_l_impression(),
)
@Declaration(nommee_inchangee=True, suit=DEPOSE)
async def dossier_pdf(
    id: IdCandidature, rang: Rang, requete: Request, services: LesServices, appelant: Lecteur
) -> Response:
    """Le dépôt entier en PDF accessible (PDF/UA-1) : chaque question que le formulaire montrait et
    sa réponse, les listes, les fichiers avec leur taille et leur empreinte SHA-256. Le même dépôt
    donne les mêmes octets : `If-None-Match` évite de le refaire (304).
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        voulu = await imprimable(connexion, lue.id, rang)
    return await repondre_imprime(requete, appelant, voulu)


async def repondre_imprime(requete: Request, appelant: Appelant, voulu: Imprimable) -> Response:
    """The PDF of a deposit that the caller may read, or 304 when they have it."""
    entetes = {
        "ETag": voulu.etiquette,
        "Content-Disposition": f'attachment; filename="{voulu.nom}"',
        "Cache-Control": "private, no-cache",
    }
    if deja_connue(requete.headers, voulu.etiquette):
        return Response(status_code=304, headers=entetes)
    compter_sous(requete, COPIES, compte_de(appelant, voulu.candidature_id))
    octets = await imprimer_depot(services_de(requete), appelant.abonne, voulu)
    return Response(octets, headers=entetes, media_type=PDF)
