"""HTTP of the record: what happened to a candidature, by pages or as it happens."""

from typing import Annotated, Final

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import TypeAdapter

from app.acces.gardes import LECTEUR, Lecteur
from app.candidatures import exemples, listes
from app.candidatures.direct import Lus, lire_la_suite, regarder
from app.candidatures.queries import ouvrir
from app.candidatures.routes import APRES_CREATION, SIENNE
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import IdCandidature, LesServices
from app.kit.web.lasting import LIGNES, SSE, Dit, ReponseQuiDure, en_sse
from app.kit.web.query import PARAMETRES_CONNUS

_CURSEUR: Final = "^[0-9]{1,18}$"
_CHIFFRES: Final = 18
_EVENEMENT: Final = TypeAdapter(listes.Evenement)

routes = APIRouter(prefix="/v1/candidatures", tags=["Candidatures"])

Apres = Annotated[
    str | None,
    Query(
        pattern=_CURSEUR,
        max_length=_CHIFFRES,
        description="Curseur : `suivant` de la page d'avant, ou le dernier `id` reçu. Sans lui, "
        "depuis la création.",
        examples=["42"],
    ),
]


@routes.get(
    "/{id}/evenements",
    operation_id="listerEvenements",
    summary="Lire l'historique",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(*SIENNE),
)
@Declaration(exemple=exemples.historique, suit=APRES_CREATION)
async def historique(
    id: IdCandidature,
    services: LesServices,
    appelant: Lecteur,
    apres: Apres = None,
    limite: Annotated[
        int, Query(ge=1, le=100, description="Événements par page.", examples=[50])
    ] = 50,
) -> listes.Historique:
    """Ce qui est arrivé à la candidature, du plus ancien au plus récent. Pour la page suivante,
    rendez `suivant` dans `apres` ; il est nul à la dernière.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        return await listes.historique(connexion, lue, int(apres or 0), limite)


@routes.get(
    "/{id}/evenements/direct",
    operation_id="regarderCandidature",
    summary="Voir ce qui arrive à une candidature",
    response_class=Response,
    dependencies=[PARAMETRES_CONNUS],
    responses={
        200: {"description": "Un flux d'événements qui dure.", "content": {SSE: LIGNES}},
        **reponses(*SIENNE),
    },
)
@Declaration(exemple=exemples.direct, suit=APRES_CREATION)
async def direct(
    id: IdCandidature,
    requete: Request,
    services: LesServices,
    appelant: Lecteur,
    apres: Apres = None,
    dernier: Annotated[
        str | None,
        Header(
            alias="Last-Event-ID",
            pattern=_CURSEUR,
            max_length=_CHIFFRES,
            description="Le dernier `id` reçu : un client SSE qui revient reçoit la suite.",
            examples=["42"],
        ),
    ] = None,
) -> Response:
    """L'historique tel qu'il s'écrit (`text/event-stream`), enregistrements compris : à deux sur un
    brouillon, chacun voit en moins de deux secondes ce que l'autre a changé (`modifiee`, ses
    pointeurs et l'accès qui l'a fait). Chaque événement est celui que donne `listerEvenements`. Le
    flux se ferme de lui-même au bout de cinq minutes : revenez avec `Last-Event-ID`.
    """
    depart = int(dernier or apres or 0)
    await lire_la_suite(services, id, appelant, depart)  # refused before the answer begins
    suite = regarder(services, id, lambda: LECTEUR.admettre(requete), depart)
    contenu = en_sse(_dits(lus) async for lus in suite)
    return ReponseQuiDure(contenu, services.flots, appelant.abonne, appelant.empreinte)


def _dits(lus: Lus) -> list[Dit]:
    return [Dit(str(curseur), un.genre, _EVENEMENT.dump_json(un)) for curseur, un in lus]
