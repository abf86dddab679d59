"""HTTP of the directory of agents, for those who review."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.acces.gardes import Instructeur
from app.instruction import exemples
from app.instruction.annuaire import Annuaire, lire_annuaire
from app.instruction.curseur import FORME, TAILLE_MAX
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import LesServices
from app.kit.web.problems import RequeteInvalide
from app.kit.web.query import PARAMETRES_CONNUS

routes = APIRouter(prefix="/v1/instruction/agents", tags=["Instruction"])


@routes.get(
    "",
    operation_id="listerAgents",
    summary="Lire l'annuaire des agents",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(RequeteInvalide),
)
@Declaration(exemple=exemples.annuaire)
async def annuaire(
    services: LesServices,
    appelant: Instructeur,
    apres: Annotated[
        str | None,
        Query(
            description="Curseur : `suivant` de la page d'avant.",
            max_length=TAILLE_MAX,
            pattern=FORME,
            examples=["AAYFmZ3NSgABjC9ufQpMHptSP2odLkxb0mJ5b2Zt8wEhpQc7JkD4Vg"],
        ),
    ] = None,
    limite: Annotated[
        int, Query(ge=1, le=500, description="Agents par page.", examples=[100])
    ] = 100,
) -> Annuaire:
    """Les agents et les outils qui instruisent, par leur nom : ceux de vos régions. Un agent s'y
    inscrit de lui-même à son premier appel, comme son compte le nomme.
    """
    return await lire_annuaire(services, appelant, apres, limite)
