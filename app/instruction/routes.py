"""HTTP of the reviewers."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from app.acces.gardes import Instructeur
from app.depots.routes import Siret, UnEpci
from app.formulaire.choix import Region
from app.formulaire.motifs import SANS_NUL, motif
from app.instruction import exemples
from app.instruction.curseur import FORME
from app.instruction.lister import SUR_DEMANDE, CandidaturesDeposees, EtatDepose, Filtres, deposees
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import LesServices, repondre_json
from app.kit.web.instants import Instant
from app.kit.web.problems import RequeteInvalide
from app.kit.web.query import PARAMETRES_CONNUS

routes = APIRouter(prefix="/v1/instruction", tags=["Instruction"])
_CURSEUR: Final = "AAYFmZ3NSgABjC9ufQpMHptSP2odLkxb0mJ5b2Zt8wEhpQc7JkD4Vg"


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
    region: Annotated[
        list[Region],
        Query(
            max_length=len(Region),
            description="Une ou plusieurs régions (code INSEE).",
            examples=[["28", "93"]],
        ),
    ] = [],  # noqa: B006 -- FastAPI copies it
    etat: Annotated[
        list[EtatDepose],
        Query(
            max_length=len(EtatDepose),
            description=f"Un ou plusieurs états ; sans lui, tous sauf {SUR_DEMANDE}.",
            examples=[["deposee"]],
        ),
    ] = [],  # noqa: B006 -- as above
    depose_apres: Annotated[
        Instant | None,
        Query(
            description="Le dernier dépôt est arrivé à cet instant ou après (RFC 3339).",
            examples=["2023-09-01T00:00:00+02:00"],
        ),
    ] = None,
    depose_avant: Annotated[
        Instant | None,
        Query(
            description="Le dernier dépôt est arrivé avant cet instant (RFC 3339).",
            examples=["2023-09-23T00:00:00+02:00"],
        ),
    ] = None,
    siret: Siret = None,
    epci: UnEpci = None,
    q: Annotated[
        str,
        Query(
            pattern=motif(SANS_NUL),
            max_length=100,
            description="Mots cherchés dans le nom du territoire, sans égard aux accents ; ceux "
            "de moins de trois lettres, au début de ses mots.",
            examples=["axe seine"],
        ),
    ] = "",
    apres: Annotated[
        str | None,
        Query(
            pattern=FORME,
            max_length=54,
            description="Curseur : `suivant` de la page d'avant, avec les mêmes filtres.",
            examples=[_CURSEUR],
        ),
    ] = None,
    limite: Annotated[
        int, Query(ge=1, le=100, description="Candidatures par page.", examples=[50])
    ] = 50,
) -> Response:
    """Le dernier dépôt de chaque candidature, le plus récent d'abord, et où en sont ses fichiers à
    l'antivirus. Un habilité limité à des régions ne voit qu'elles, quoi qu'il demande.

    Pour la page suivante, rendez `suivant` dans `apres`, avec les mêmes filtres : le curseur d'une
    autre liste ou d'un autre appelant est refusé (422). Ce qui se dépose entre deux pages se lit
    en tête de liste.
    """
    filtres = Filtres(region, etat, depose_apres, depose_avant, siret, epci, q)
    return repondre_json(await deposees(services, appelant, filtres, apres, limite))
