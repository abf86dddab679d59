"""HTTP of what was decided, for reviewers; what is sealed, for who decides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from sqlalchemy import Row

from app.acces.admission import compter_le_geste
from app.acces.appelant import Appelant
from app.acces.gardes import Instructeur
from app.decisions import exemples_des_decisions as exemples
from app.decisions.consigner_les_lectures import consigner_les_lectures
from app.decisions.decisions_decrites import DecisionInstruite, DecisionsInstruites
from app.decisions.lettre_routes import repondre_la_lettre, reponses_de_la_lettre
from app.decisions.lettre_signee import LettreSignee
from app.decisions.lire_decisions import decrire_les_decisions, lire_toutes, lire_une, une_scellee
from app.instruction.dossier_routes import SIEN
from app.instruction.queries import ouvrir
from app.instruction.refus_de_l_arrete import Embargo
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import Arrivee, IdCandidature, LesServices, services_de
from app.kit.web.problems import TropDeRequetes

_UNE: Final = "/{rang}"

routes = APIRouter(prefix="/v1/instruction/candidatures/{id}/decisions", tags=["Décisions"])

RangDeDecision = Annotated[
    int, Path(ge=1, le=2**31 - 1, description="Rang de la décision, à partir de 1.", examples=[1])
]


@routes.get(
    "",
    operation_id="listerDecisions",
    summary="Lister les décisions d'un dossier",
    responses=reponses(*SIEN, TropDeRequetes),
)
@Declaration(exemple=exemples.decisions)
async def lister(
    id: IdCandidature,
    requete: Request,
    services: LesServices,
    appelant: Instructeur,
    arrivee: Arrivee,
) -> DecisionsInstruites:
    """De la première à la dernière. Celle qui est arrêtée en secret n'y est que pour qui décide ;
    qui la lit est consigné.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        lignes = await lire_toutes(connexion, lue.id, appelant)
        decrites = await decrire_les_decisions(connexion, lignes)
    await _consigner(requete, lue.id, lignes, appelant, arrivee)
    return DecisionsInstruites(decrites)


@routes.get(
    _UNE,
    operation_id="lireDecisionInstruite",
    summary="Lire une décision d'un dossier",
    responses=reponses(*SIEN, Embargo, TropDeRequetes),
)
@Declaration(exemple=exemples.instruite)
async def lire(
    id: IdCandidature,
    rang: RangDeDecision,
    requete: Request,
    services: LesServices,
    appelant: Instructeur,
    arrivee: Arrivee,
) -> DecisionInstruite:
    """Ce qui est décidé, pourquoi, et ce qu'il en est advenu. Arrêtée en secret, elle ne se lit que
    de qui décide (409 sinon), et qui la lit est consigné.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        ligne = await lire_une(connexion, lue.id, rang, appelant)
        (decrite,) = await decrire_les_decisions(connexion, [ligne])
    await _consigner(requete, lue.id, [ligne], appelant, arrivee)
    return decrite


@routes.get(
    f"{_UNE}/lettre",
    operation_id="lireLettreInstruite",
    summary="Obtenir la lettre d'une décision d'un dossier",
    response_model=LettreSignee,
    responses=reponses_de_la_lettre(*SIEN, Embargo),
)
@Declaration(exemple=exemples.lettre)
async def lettre(
    id: IdCandidature,
    rang: RangDeDecision,
    requete: Request,
    services: LesServices,
    appelant: Instructeur,
    arrivee: Arrivee,
) -> Response:
    """La lettre telle que le demandeur la reçoit : JSON signé, ou PDF selon l'en-tête `Accept`.
    Arrêtée en secret, elle ne s'ouvre que de qui décide (409 sinon), et qui l'ouvre est consigné.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        ligne = await lire_une(connexion, lue.id, rang, appelant)
    reponse = await repondre_la_lettre(requete, appelant, lue.id, ligne.lettre)
    await _consigner(requete, lue.id, [ligne], appelant, arrivee, lettre=True)
    return reponse


async def _consigner(
    requete: Request,
    id: UUID,
    lignes: Sequence[Row[Any]],
    appelant: Appelant,
    le: datetime,
    *,
    lettre: bool = False,
) -> None:
    """Record who reads what is sealed, before they do; raises `TropDeRequetes`."""
    if une_scellee(lignes):
        compter_le_geste(requete, appelant)
        await consigner_les_lectures(services_de(requete), [id], appelant, le, lettre=lettre)
