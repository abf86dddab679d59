"""HTTP of the directory of agents, for the administration."""

from typing import Annotated

from fastapi import APIRouter, Path, Request

from app.acces import exemples
from app.acces.agents import AgentDecrit
from app.acces.cles_routes import CORPS, CORPS_MAX, Gestionnaire
from app.acces.fiche_d_agent import FicheAgent, completer_agent
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, Identifiant, LesServices, corps_json
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import Introuvable, RequeteInvalide
from app.rgpd.oublier_agent import oublier_agent

routes = APIRouter(prefix="/v1/administration/agents", tags=["Administration"])

IdAgent = Annotated[
    Identifiant,
    Path(
        description="L'identifiant de l'agent, donné par l'annuaire.",
        examples=["018c2f74-6f70-4182-93a4-b5c6d7e8f901"],
    ),
]


@routes.patch(
    "/{agent}",
    operation_id="completerAgent",
    summary="Dire le service et la qualité d'un agent",
    responses=reponses(*CORPS, Introuvable),
)
@Declaration(corps=Corps(FicheAgent, exemples.fiche_d_agent), exemple=exemples.agent)
async def completer(
    agent: IdAgent, requete: Request, services: LesServices, _: Gestionnaire
) -> AgentDecrit:
    """Dit ce que son compte ou sa clé ne dit pas ; ce que vous ne donnez pas ne change pas."""
    fiche = lire_modele(await corps_json(requete, CORPS_MAX, JSON), FicheAgent)
    return await completer_agent(services.base, agent, fiche)


@routes.delete(
    "/{agent}",
    status_code=204,
    operation_id="oublierAgent",
    summary="Effacer un agent de l'annuaire",
    responses=reponses(RequeteInvalide),
)
async def oublier(agent: IdAgent, services: LesServices, _: Gestionnaire) -> None:
    """Efface son nom, son service, son adresse et ses vues : ce qu'il a fait reste, sous un
    identifiant que plus rien ne relie à lui. S'il appelle de nouveau, il s'y inscrit de nouveau.
    """
    await oublier_agent(services, agent)
