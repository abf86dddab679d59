"""HTTP of the files of messages, for who applies."""

from typing import Final

from fastapi import APIRouter, Request, Response

from app.acces.gardes import Lecteur, Redacteur
from app.candidatures.queries import ouvrir
from app.candidatures.quotas import TELEVERSEMENTS
from app.candidatures.routes import APRES_CREATION, SIENNE
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import Arrivee, IdCandidature, LesServices
from app.kit.web.limits import limiter
from app.kit.web.multipart import recevoir_fichier
from app.kit.web.problems import CorpsIllisible, FichierTropGrand, TropDeRequetes
from app.messages import exemples
from app.messages.cotes import Cote
from app.messages.ecrire import entree_du_demandeur
from app.messages.joindre_au_fil import joindre_au_fil
from app.messages.pieces_de_message import trouver_pour
from app.messages.refus import FICHIER_DE_MESSAGE_EMPECHE, FICHIER_DE_MESSAGE_RETENU
from app.messages.representation import PieceDeMessage
from app.pieces_jointes.refus import ENVOI_REFUSE
from app.pieces_jointes.routes import (
    IdPiece,
    Plage,
    repondre_fichier,
    reponses_d_un_fichier,
    televersement_seul,
)

routes = APIRouter(prefix="/v1/candidatures/{id}/messages/pieces-jointes", tags=["Messages"])


_televersement: Final = televersement_seul(
    "TeleversementDeMessage", "Un fichier, pour un message à venir."
)
CORPS_DU_FICHIER: Final = Corps(_televersement, exemples.envoi, ("multipart/form-data",))
LIMITE: Final = limiter(TELEVERSEMENTS)
REPONSES_D_UN_ENVOI: Final = reponses(
    *(TropDeRequetes, *SIENNE, FICHIER_DE_MESSAGE_EMPECHE),
    *(CorpsIllisible, FichierTropGrand, ENVOI_REFUSE),
)


@routes.post(
    "",
    status_code=201,
    operation_id="joindreAuMessage",
    summary="Envoyer un fichier pour un message",
    dependencies=[LIMITE],
    responses=REPONSES_D_UN_ENVOI,
)
@Declaration(corps=CORPS_DU_FICHIER, exemple=exemples.piece, suit=APRES_CREATION)
async def televerser(
    id: IdCandidature,
    requete: Request,
    services: LesServices,
    appelant: Redacteur,
    arrivee: Arrivee,
) -> PieceDeMessage:
    """Prend un fichier, jugé comme ceux du formulaire, que nommera un message à venir (`pieces`,
    cinq au plus) : un fichier refusé ne fait perdre aucun texte. L'autre côté ne le voit qu'avec
    ce message. Sans message dans les vingt-quatre heures, il est oublié.
    """
    envoi = recevoir_fichier(requete, "fichier", services.settings.fichier_max)
    entrer = entree_du_demandeur(id, appelant)
    return await joindre_au_fil(services, id, appelant, entrer, envoi, arrivee)


@routes.get(
    "/{piece}/contenu",
    operation_id="telechargerFichierDeMessage",
    summary="Télécharger un fichier d'un message",
    response_class=Response,
    responses=reponses_d_un_fichier(FICHIER_DE_MESSAGE_RETENU),
)
@Declaration(nommee_inchangee=True)
async def telecharger(
    id: IdCandidature,
    piece: IdPiece,
    requete: Request,
    services: LesServices,
    appelant: Lecteur,
    _plage: Plage = None,
) -> Response:
    """Le contenu, tel qu'il a été envoyé ; `Range` et `If-None-Match` comme pour les fichiers du
    formulaire. Ce qui vient du service instructeur n'est délivré qu'une fois analysé (409).
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        trouvee = await trouver_pour(connexion, lue.id, piece, Cote.DEMANDEUR)
    return await repondre_fichier(requete, trouvee)
