"""HTTP of what becomes of a lot as a whole."""

from fastapi import APIRouter

from app.acces.gardes import Decideur
from app.decisions import exemples
from app.decisions.essayer import VerificationDuLot, verifier_lot
from app.decisions.lots_routes import IdLot
from app.decisions.refus import LotArrete
from app.instruction.dossier_routes import SIEN
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import Arrivee, LesServices

routes = APIRouter(prefix="/v1/instruction/lots/{lot}", tags=["Décisions"])


@routes.post(
    "/verification",
    operation_id="verifierLot",
    summary="Vérifier un lot sans l'arrêter",
    responses=reponses(*SIEN, LotArrete),
)
@Declaration(exemple=exemples.verification)
async def verifier(
    lot: IdLot, services: LesServices, appelant: Decideur, arrivee: Arrivee
) -> VerificationDuLot:
    """Tout ce qui empêcherait de l'arrêter maintenant, ligne par ligne : candidature retirée ou
    corrigée, décision sans motif, EPCI de deux territoires, code déjà pris, signataire incomplet.
    Rien ne change.
    """
    return await verifier_lot(services, lot, appelant, arrivee)
