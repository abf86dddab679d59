"""HTTP of statistics."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.acces.gardes import Instructeur
from app.instruction.statistiques import exemples
from app.instruction.statistiques.compter import compter
from app.instruction.statistiques.statistiques_decrites import Statistiques, StatistiquesVoulues
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import Arrivee, LesServices
from app.kit.web.problems import RequeteInvalide
from app.kit.web.query import PARAMETRES_CONNUS

routes = APIRouter(prefix="/v1/instruction/statistiques", tags=["Instruction"])


@routes.get(
    "",
    operation_id="lireStatistiques",
    summary="Compter les candidatures déposées",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(RequeteInvalide),
)
@Declaration(exemple=exemples.statistiques)
async def lire(
    services: LesServices,
    appelant: Instructeur,
    voulues: Annotated[StatistiquesVoulues, Query()],
    arrivee: Arrivee,
) -> Statistiques:
    """Les filtres sont ceux de la liste, et chaque nombre est celui qu'elle compterait. Rien n'est
    gardé d'un appel à l'autre : tous les nombres sont ceux de l'instant `au`. Un habilité limité à
    des régions n'y trouve qu'elles, et de `pays` le total seul. Un dossier de plusieurs régions,
    départements ou axes est compté dans chacun de leurs groupes, et une fois dans `total` ; par
    `region_pilote`, une fois en tout. `par` se répète : les groupes sont alors croisés.
    """
    return await compter(services, appelant, voulues, arrivee)
