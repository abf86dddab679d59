"""HTTP of an opinion that is asked on all the dossiers of a region."""

from fastapi import APIRouter, Request

from app.acces.gardes import RedacteurInstruction
from app.candidatures.partage.refus import ENVOI_EMPECHE
from app.instruction import exemples_avis as exemples
from app.instruction.demander_avis import Demandeur
from app.instruction.demander_en_lot import DemandeEnLot, LotDemande, demander_en_lot
from app.instruction.dossier_routes import CORPS, CORPS_MAX
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, Arrivee, LesServices, corps_json
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import RequeteInvalide

routes = APIRouter(prefix="/v1/instruction", tags=["Instruction"])


@routes.post(
    "/demandes-avis",
    operation_id="demanderAvisEnLot",
    summary="Demander un avis sur tous les dossiers d'une région",
    responses=reponses(*CORPS, RequeteInvalide, ENVOI_EMPECHE),
)
@Declaration(corps=Corps(DemandeEnLot, exemples.demande_en_lot), exemple=exemples.lot_demande)
async def creer_lot(
    requete: Request, services: LesServices, appelant: RedacteurInstruction, arrivee: Arrivee
) -> LotDemande:
    """Demande le même avis, à la même adresse, sur chaque dossier qui concerne une région, sauf là
    où il lui est déjà demandé : tous ensemble, ou aucun, cinq cents à la fois. Un seul courriel
    donne un lien vers chacun, cent au plus par message, et cinquante messages par jour à une
    adresse (429). Répété, cela ne redemande rien.
    """
    voulue = lire_modele(await corps_json(requete, CORPS_MAX, JSON), DemandeEnLot)
    services.messagerie.exiger()
    return await demander_en_lot(services, voulue, Demandeur(appelant, arrivee))
