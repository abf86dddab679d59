"""HTTP of the directory of agents, for the administration."""

from typing import Annotated

from fastapi import APIRouter, Path

from app.acces.agents import oublier_agent
from app.acces.gardes import Administrateur
from app.kit.web.declaration import reponses
from app.kit.web.http import Identifiant, LesServices
from app.kit.web.problems import RequeteInvalide

routes = APIRouter(prefix="/v1/administration/agents", tags=["Administration"])

IdAgent = Annotated[
    Identifiant,
    Path(
        description="L'identifiant de l'agent, donné par l'annuaire.",
        examples=["018c2f74-6f70-4182-93a4-b5c6d7e8f901"],
    ),
]


@routes.delete(
    "/{agent}",
    status_code=204,
    operation_id="oublierAgent",
    summary="Effacer un agent de l'annuaire",
    responses=reponses(RequeteInvalide),
)
async def oublier(agent: IdAgent, services: LesServices, _: Administrateur) -> None:
    """Efface son nom, son service et son adresse : ce qu'il a fait reste, sous un identifiant que
    plus rien ne relie à lui. S'il appelle de nouveau, il s'y inscrit de nouveau.
    """
    await oublier_agent(services, agent)
