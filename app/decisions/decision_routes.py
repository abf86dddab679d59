"""HTTP of what was decided, for who applies: nothing before it is published."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.acces.gardes import Lecteur
from app.candidatures.queries import ouvrir
from app.candidatures.routes import APRES_CREATION, SIENNE
from app.decisions import exemples_des_decisions as exemples
from app.decisions.decisions_decrites import DecisionPubliee, publiee
from app.decisions.lettre_routes import repondre_la_lettre, reponses_de_la_lettre
from app.decisions.lettre_signee import LettreSignee
from app.decisions.lire_decisions import lire_publiee
from app.decisions.ouvrir_la_lettre import DEMANDEURS, noter_l_ouverture
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import Arrivee, IdCandidature, LesServices
from app.kit.web.query import PARAMETRES_CONNUS

routes = APIRouter(prefix="/v1/candidatures/{id}/decision", tags=["Décisions"])

RangDeDecision = Annotated[
    int | None,
    Query(
        ge=1,
        le=2**31 - 1,
        description="Le rang de la décision ; sans lui, la dernière publiée.",
        examples=[1],
    ),
]


@routes.get(
    "",
    operation_id="lireDecision",
    summary="Lire la décision",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(*SIENNE),
)
@Declaration(exemple=exemples.publiee, suit=APRES_CREATION)
async def lire(
    id: IdCandidature, services: LesServices, appelant: Lecteur, decision: RangDeDecision = None
) -> DecisionPubliee:
    """Ce qui a été décidé de la candidature, une fois publié ; introuvable (404) tant que rien ne
    l'est. Une décision rapportée se lit encore : `rapportee_le` le dit.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        return publiee(await lire_publiee(connexion, lue.id, decision))


@routes.get(
    "/lettre",
    operation_id="lireLettreDeDecision",
    summary="Obtenir la lettre de décision",
    response_model=LettreSignee,
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses_de_la_lettre(*SIENNE),
)
@Declaration(exemple=exemples.lettre, suit=APRES_CREATION)
async def lettre(
    id: IdCandidature,
    requete: Request,
    services: LesServices,
    appelant: Lecteur,
    arrivee: Arrivee,
    decision: RangDeDecision = None,
) -> Response:
    """La lettre de la décision publiée : JSON signé, ou PDF selon l'en-tête `Accept`. La signature
    se vérifie avec `/.well-known/jwks.json`. Le journal retient l'instant où le demandeur, ou qui
    rédige avec lui, l'ouvre pour la première fois.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        rendue = await lire_publiee(connexion, lue.id, decision)
    reponse = await repondre_la_lettre(requete, appelant, lue.id, rendue.lettre)
    if rendue.consultee_le is None and lue.role in DEMANDEURS:
        await noter_l_ouverture(services, lue.id, rendue.rang, appelant, arrivee)
    return reponse
