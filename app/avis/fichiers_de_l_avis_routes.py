"""HTTP of the files of who is consulted, before they go with an answer, and after."""

from typing import Final

from fastapi import APIRouter, Request, Response

from app.acces.gardes import Consulte
from app.avis import exemples
from app.avis.joindre_a_l_avis import joindre_a_l_avis, retirer_de_l_avis
from app.avis.pieces_d_avis import pieces_a_envoyer, trouver_la_sienne
from app.avis.queries import ouvrir_avis
from app.avis.refus import (
    FICHIER_D_AVIS_EMPECHE,
    FICHIER_D_AVIS_GARDE,
    FichierDAvisInfecte,
)
from app.avis.reponse import PieceDAvis, PiecesDAvis
from app.candidatures.quotas import TELEVERSEMENTS
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import Arrivee, LesServices
from app.kit.web.limits import limiter
from app.kit.web.multipart import recevoir_fichier
from app.kit.web.problems import (
    CorpsIllisible,
    FichierTropGrand,
    Introuvable,
    RequeteInvalide,
    TropDeRequetes,
)
from app.pieces_jointes.refus import ENVOI_REFUSE
from app.pieces_jointes.routes import (
    IdPiece,
    Plage,
    repondre_fichier,
    reponses_d_un_fichier,
    televersement_seul,
)

routes = APIRouter(prefix="/v1/avis/reponse/pieces-jointes", tags=["Avis"])

_televersement: Final = televersement_seul(
    "TeleversementDAvis", "Un fichier, pour une réponse à venir."
)


@routes.post(
    "",
    status_code=201,
    operation_id="joindreALAvis",
    summary="Envoyer un fichier pour son avis",
    dependencies=[limiter(TELEVERSEMENTS)],
    responses=reponses(
        *(TropDeRequetes, RequeteInvalide, FICHIER_D_AVIS_EMPECHE),
        *(CorpsIllisible, FichierTropGrand, ENVOI_REFUSE),
    ),
)
@Declaration(
    corps=Corps(_televersement, exemples.envoi, ("multipart/form-data",)), exemple=exemples.piece
)
async def televerser(
    requete: Request, services: LesServices, appelant: Consulte, arrivee: Arrivee
) -> PieceDAvis:
    """Prend un fichier, jugé comme ceux du formulaire, que nommera la réponse à venir (`pieces`,
    cinq au plus). Vous seul le voyez d'ici là.
    """
    envoi = recevoir_fichier(requete, "fichier", services.settings.fichier_max)
    return await joindre_a_l_avis(services, appelant, envoi, arrivee)


@routes.get("", operation_id="listerFichiersDAvis", summary="Lire ses fichiers à envoyer")
@Declaration(exemple=exemples.pieces)
async def lister(services: LesServices, appelant: Consulte, arrivee: Arrivee) -> PiecesDAvis:
    """Vos fichiers qu'aucune réponse n'a emportés. Les autres sont dits avec elle (`GET
    /v1/avis`).
    """
    async with services.base.lecture() as connexion:
        lu = await ouvrir_avis(connexion, appelant, arrivee)
        return PiecesDAvis(await pieces_a_envoyer(connexion, lu.id))


@routes.delete(
    "/{piece}",
    status_code=204,
    operation_id="retirerFichierDAvis",
    summary="Retirer un fichier de son avis",
    responses=reponses(Introuvable, RequeteInvalide, FICHIER_D_AVIS_GARDE),
)
async def supprimer(
    piece: IdPiece, services: LesServices, appelant: Consulte, arrivee: Arrivee
) -> None:
    """Efface un de vos fichiers, tant qu'aucune réponse ne l'a emporté (409)."""
    await retirer_de_l_avis(services, appelant, piece, arrivee)


@routes.get(
    "/{piece}/contenu",
    operation_id="telechargerFichierDAvis",
    summary="Relire un fichier de son avis",
    response_class=Response,
    responses=reponses_d_un_fichier(FichierDAvisInfecte),
)
@Declaration(nommee_inchangee=True)
async def telecharger(
    piece: IdPiece,
    requete: Request,
    services: LesServices,
    appelant: Consulte,
    arrivee: Arrivee,
    _plage: Plage = None,
) -> Response:
    """Un de vos fichiers, envoyé ou non avec une réponse ; `Range` et `If-None-Match` comme pour
    les fichiers du formulaire. Refusé (409) si l'antivirus y a reconnu un virus.
    """
    async with services.base.lecture() as connexion:
        lu = await ouvrir_avis(connexion, appelant, arrivee)
        trouvee = await trouver_la_sienne(connexion, lu.id, piece)
    return await repondre_fichier(requete, trouvee)
