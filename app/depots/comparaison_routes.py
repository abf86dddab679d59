"""HTTP of what changed from one deposit to another."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from app.acces.gardes import Lecteur
from app.candidatures.queries import ouvrir
from app.depots import exemples
from app.depots.comparaison import Comparaison, lire_deux, representer_comparaison
from app.depots.refus import VersionsDifferentes
from app.depots.routes import SIENNE, Rang
from app.kit.web.declaration import ICI, Declaration, reponses
from app.kit.web.http import IdCandidature, LesServices, repondre_json

routes = APIRouter(tags=["Dépôt"])

AutreRang = Annotated[
    int,
    Path(ge=1, le=2**31 - 1, description="Rang du dépôt auquel on le compare.", examples=[2]),
]


@routes.get(
    "/v1/candidatures/{id}/depots/{rang}/comparaison/{autre}",
    operation_id="comparerDepots",
    summary="Comparer deux dépôts",
    response_model=Comparaison,
    responses=reponses(*SIENNE, VersionsDifferentes),
)
@Declaration(exemple=exemples.comparaison, suit={"listerDepots": ICI})
async def comparer(
    id: IdCandidature, rang: Rang, autre: AutreRang, services: LesServices, appelant: Lecteur
) -> Response:
    """Ce qui change du dépôt `rang` au dépôt `autre`, question par question et fichier par fichier,
    avec les libellés du formulaire. Un EPCI se reconnaît à son SIREN, une action ou un membre à ce
    qu'il garde de ses réponses, où qu'il soit dans sa liste : une action insérée en tête est un
    seul ajout. Les textes sont entiers. Sans différence, les listes sont vides.

    Si les dépôts répondent à deux versions du formulaire, tous deux sont lus comme celui
    d'aujourd'hui ; s'il n'en connaît pas l'une, la comparaison est refusée (409).
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        deux = await lire_deux(connexion, lue.id, rang, autre)
    return repondre_json(await representer_comparaison(services, appelant.abonne, deux))
