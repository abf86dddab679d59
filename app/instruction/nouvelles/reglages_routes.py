"""HTTP of what a reviewer sets for themselves."""

from typing import Final

from fastapi import APIRouter, Request

from app.acces.gardes import Instructeur
from app.instruction.dossier_routes import CORPS
from app.instruction.nouvelles import exemples
from app.instruction.nouvelles.regler_le_courrier import (
    Reglages,
    ReglagesVoulus,
    lire_les_reglages,
    regler,
)
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, LesServices, corps_json
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import RequeteInvalide

_CORPS_MAX: Final = 1_024  # bytes
_MOI: Final = "/moi"

routes = APIRouter(prefix="/v1/instruction", tags=["Instruction"])


@routes.get(_MOI, operation_id="lireMesReglages", summary="Lire ses réglages")
@Declaration(exemple=exemples.reglages)
async def lire(services: LesServices, appelant: Instructeur) -> Reglages:
    """Qui vous êtes dans l'annuaire, et si un courriel vous dit chaque jour ce qui est nouveau."""
    async with services.base.lecture() as connexion:
        return await lire_les_reglages(connexion, appelant)


@routes.put(
    _MOI,
    operation_id="ecrireMesReglages",
    summary="Changer ses réglages",
    responses=reponses(*CORPS, RequeteInvalide),
)
@Declaration(corps=Corps(ReglagesVoulus, exemples.reglages_voulus), exemple=exemples.reglages)
async def ecrire(requete: Request, services: LesServices, appelant: Instructeur) -> Reglages:
    """Reçoit ou non, à sept heures, un courriel qui compte ce que d'autres ont fait des dossiers
    dont vous êtes chargé, s'il y en a. Un outil, par sa clé, n'en reçoit jamais.
    """
    voulus = lire_modele(await corps_json(requete, _CORPS_MAX, JSON), ReglagesVoulus)
    return await regler(services.base, appelant, voulus)
