"""HTTP of the corrections, as who applies reads them."""

from fastapi import APIRouter

from app.acces.gardes import Lecteur
from app.candidatures import exemples_corrections
from app.candidatures.corrections import Corrections, demandees
from app.candidatures.queries import ouvrir
from app.candidatures.routes import APRES_CREATION, SIENNE
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import Arrivee, IdCandidature, LesServices

routes = APIRouter(prefix="/v1/candidatures", tags=["Candidatures"])


@routes.get(
    "/{id}/corrections",
    operation_id="listerCorrections",
    summary="Lire les corrections demandées",
    responses=reponses(*SIENNE),
)
@Declaration(exemple=exemples_corrections.corrections, suit=APRES_CREATION)
async def lister(
    id: IdCandidature, services: LesServices, appelant: Lecteur, arrivee: Arrivee
) -> Corrections:
    """Les corrections demandées pendant l'instruction, et ce qui en est advenu. On répond à celle
    qui est ouverte en déposant de nouveau, avant `jusqu_au`.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        siennes = await demandees(connexion, lue.id, arrivee)
    return Corrections([une.suivie for une in siennes])
