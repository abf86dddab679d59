"""HTTP of what is new to who reviews."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request

from app.acces.gardes import Instructeur
from app.instruction.dossier_routes import CORPS
from app.instruction.nouvelles import exemples
from app.instruction.nouvelles.lire_nouveautes import Demande, lire_nouveautes, marquer_lues
from app.instruction.nouvelles.nouveautes_decrites import POSITION_MAX, Nouveautes, NouveautesLues
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, LesServices, corps_json
from app.kit.web.json_text import lire_modele
from app.kit.web.problems import RequeteInvalide
from app.kit.web.query import PARAMETRES_CONNUS

_CORPS_MAX: Final = 1_024  # bytes

routes = APIRouter(prefix="/v1/instruction/nouveautes", tags=["Instruction"])


@routes.get(
    "",
    operation_id="lireNouveautes",
    summary="Lire ce qui est nouveau",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(RequeteInvalide),
)
@Declaration(exemple=exemples.nouveautes)
async def lire(
    services: LesServices,
    appelant: Instructeur,
    apres: Annotated[
        int | None,
        Query(
            ge=0,
            le=POSITION_MAX,
            description="Curseur : `suivant` de la page d'avant ; sans lui, ce qui n'est pas lu.",
            examples=[42],
        ),
    ] = None,
    limite: Annotated[
        int, Query(ge=1, le=100, description="Nouveautés par page.", examples=[50])
    ] = 50,
    toutes: Annotated[
        bool,
        Query(
            description="De tous les dossiers de vos régions, et non de ceux dont vous êtes "
            "chargé.",
            examples=[True],
        ),
    ] = False,
) -> Nouveautes:
    """Ce que d'autres ont fait des dossiers dont vous êtes chargé, depuis ce que vous avez lu, du
    plus ancien au plus récent : dépôts, corrections, notes, propositions. Vos propres actes n'en
    sont pas. Rien n'est perdu entre deux lectures, quel que soit l'ordre où les actes s'achèvent.
    """
    return await lire_nouveautes(services, appelant, Demande(apres, limite, toutes))


@routes.post(
    "/lecture",
    operation_id="marquerNouveautesLues",
    summary="Dire jusqu'où l'on a lu",
    responses=reponses(*CORPS, RequeteInvalide),
)
@Declaration(corps=Corps(NouveautesLues, exemples.lecture), exemple=exemples.lecture)
async def marquer(requete: Request, services: LesServices, appelant: Instructeur) -> NouveautesLues:
    """Tout est lu jusqu'à cette position, celle que `jusqu_a` d'une page donne ; jamais moins
    qu'auparavant.
    """
    lue = lire_modele(await corps_json(requete, _CORPS_MAX, JSON), NouveautesLues)
    return await marquer_lues(services, appelant, lue)
