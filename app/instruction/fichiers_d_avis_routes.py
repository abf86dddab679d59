"""HTTP of the files that who is consulted sent with an answer, for those who review."""

from fastapi import APIRouter, Request, Response

from app.acces.gardes import Instructeur
from app.avis.pieces_d_avis import trouver_envoyee
from app.avis.refus import FICHIER_D_AVIS_RETENU
from app.instruction.avis_routes import IdAvis
from app.instruction.queries import ouvrir
from app.kit.web.declaration import Declaration
from app.kit.web.http import IdCandidature, LesServices
from app.pieces_jointes.routes import IdPiece, Plage, repondre_fichier, reponses_d_un_fichier

routes = APIRouter(
    prefix="/v1/instruction/candidatures/{id}/avis/{avis}/pieces-jointes", tags=["Instruction"]
)


@routes.get(
    "/{piece}/contenu",
    operation_id="telechargerFichierAvisRendu",
    summary="Télécharger un fichier d'un avis",
    response_class=Response,
    responses=reponses_d_un_fichier(FICHIER_D_AVIS_RETENU),
)
@Declaration(nommee_inchangee=True)
async def telecharger(
    id: IdCandidature,
    avis: IdAvis,
    piece: IdPiece,
    requete: Request,
    services: LesServices,
    appelant: Instructeur,
    _plage: Plage = None,
) -> Response:
    """Un fichier envoyé avec une réponse, une fois analysé (409) ; `Range` et `If-None-Match`
    comme pour les fichiers du formulaire.
    """
    async with services.base.lecture() as connexion:
        await ouvrir(connexion, id, appelant)
        trouvee = await trouver_envoyee(connexion, id, avis, piece)
    return await repondre_fichier(requete, trouvee)
