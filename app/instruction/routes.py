"""HTTP of the reviewers."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.acces.gardes import Instructeur
from app.instruction import exemples
from app.instruction.liste_decrite import CandidaturesDeposees, PageVoulue
from app.instruction.lister import deposees
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import Arrivee, LesServices, repondre_json
from app.kit.web.problems import RequeteInvalide
from app.kit.web.query import PARAMETRES_CONNUS

routes = APIRouter(prefix="/v1/instruction", tags=["Instruction"])


@routes.get(
    "/candidatures",
    operation_id="listerCandidaturesDeposees",
    summary="Lister les candidatures déposées",
    response_model=CandidaturesDeposees,
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(RequeteInvalide),
)
@Declaration(exemple=exemples.liste)
async def lister(
    services: LesServices,
    appelant: Instructeur,
    voulue: Annotated[PageVoulue, Query()],
    arrivee: Arrivee,
) -> Response:
    """Le dernier dépôt de chaque candidature, le plus récent d'abord, où en sont l'instruction et
    ses fichiers à l'antivirus. Un habilité limité à des régions ne voit qu'elles, quoi qu'il
    demande. Un filtre donné plusieurs fois vaut « ou » ; deux filtres, « et ».

    Pour la page suivante, rendez `suivant` dans `apres`, avec les mêmes filtres : le curseur d'une
    autre liste ou d'un autre appelant est refusé (422). Ce qui se dépose entre deux pages se lit
    en tête de liste.
    """
    return repondre_json(await deposees(services, appelant, voulue, arrivee))
