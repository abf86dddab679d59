"""HTTP of the files of messages, for those who review."""

from fastapi import APIRouter, Request, Response

from app.acces.gardes import Instructeur, RedacteurInstruction
from app.instruction.messages_instruits import entree_des_instructeurs
from app.instruction.queries import ouvrir
from app.kit.web.declaration import Declaration
from app.kit.web.http import Arrivee, IdCandidature, LesServices
from app.kit.web.multipart import recevoir_fichier
from app.messages import exemples
from app.messages.cotes import Cote
from app.messages.fichiers_du_fil_routes import CORPS_DU_FICHIER, LIMITE, REPONSES_D_UN_ENVOI
from app.messages.joindre_au_fil import joindre_au_fil
from app.messages.pieces_de_message import trouver_pour
from app.messages.refus import FICHIER_DE_MESSAGE_RETENU
from app.messages.representation import PieceDeMessage
from app.pieces_jointes.routes import IdPiece, Plage, repondre_fichier, reponses_d_un_fichier

routes = APIRouter(
    prefix="/v1/instruction/candidatures/{id}/messages/pieces-jointes", tags=["Instruction"]
)


@routes.post(
    "",
    status_code=201,
    operation_id="joindreAuMessageDuDossier",
    summary="Envoyer un fichier pour un message au demandeur",
    dependencies=[LIMITE],
    responses=REPONSES_D_UN_ENVOI,
)
@Declaration(corps=CORPS_DU_FICHIER, exemple=exemples.piece)
async def televerser(
    id: IdCandidature,
    requete: Request,
    services: LesServices,
    appelant: RedacteurInstruction,
    arrivee: Arrivee,
) -> PieceDeMessage:
    """Prend un fichier, jugé comme ceux du formulaire, que nommera un message à venir (`pieces`,
    cinq au plus). Le demandeur ne le voit qu'avec ce message, sous le nom de fichier que vous lui
    donnez. Sans message dans les vingt-quatre heures, il est oublié.
    """
    envoi = recevoir_fichier(requete, "fichier", services.settings.fichier_max)
    entrer = entree_des_instructeurs(id, appelant)
    return await joindre_au_fil(services, id, appelant, entrer, envoi, arrivee)


@routes.get(
    "/{piece}/contenu",
    operation_id="telechargerFichierEchange",
    summary="Télécharger un fichier d'un message d'un dossier",
    response_class=Response,
    responses=reponses_d_un_fichier(FICHIER_DE_MESSAGE_RETENU),
)
@Declaration(nommee_inchangee=True)
async def telecharger(
    id: IdCandidature,
    piece: IdPiece,
    requete: Request,
    services: LesServices,
    appelant: Instructeur,
    _plage: Plage = None,
) -> Response:
    """Le contenu, tel qu'il a été envoyé ; `Range` et `If-None-Match` comme pour les fichiers du
    formulaire. Ce qui vient du demandeur n'est délivré qu'une fois analysé (409).
    """
    async with services.base.lecture() as connexion:
        await ouvrir(connexion, id, appelant)
        trouvee = await trouver_pour(connexion, id, piece, Cote.INSTRUCTION)
    return await repondre_fichier(requete, trouvee)
