"""HTTP of the feed: pages, lines, a stream of what happens."""

from typing import Annotated, Final

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic_core import to_json

from app.acces.gardes import SUIVEUR, Suiveur
from app.candidatures.evenements import SUR_DEMANDE
from app.flux import evenement, exemples
from app.flux.empreinte import EmpreinteDuFlux, calculer
from app.flux.evenement import TypeEvenement
from app.flux.lire import Demande, Lue, PageDuFlux, en_json, lire_flux
from app.flux.refus import CurseurInconnu
from app.flux.repere import FORME, LONGUEUR
from app.flux.suivre import attendre, suivre
from app.kit.services import Services
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import JSON, LesServices, repondre_json
from app.kit.web.instants import Instant
from app.kit.web.lasting import LIGNES, SSE, Dit, ReponseQuiDure, en_sse
from app.kit.web.negotiation import choisir
from app.kit.web.problems import FormatNonDisponible, ParametreRefuse, RequeteInvalide
from app.kit.web.query import PARAMETRES_CONNUS
from app.kit.web.static import INCHANGEE, deja_connue

_SUR_DEMANDE: Final = ", ".join(f"`{nom}`" for nom in sorted(SUR_DEMANDE))
NDJSON: Final = "application/x-ndjson"
ATTENTE_MAX: Final = 30
LIMITE_MAX: Final = 500
_POSITION_MAX: Final = 2**53 - 1  # what a client in JavaScript counts to

routes = APIRouter(prefix="/v1/flux", tags=["Flux"])


@routes.get(
    "",
    operation_id="lireFlux",
    summary="Lire ce qui est arrivé",
    response_model=PageDuFlux,
    dependencies=[PARAMETRES_CONNUS],
    responses={
        200: {
            "description": "Une page, en JSON ou ligne à ligne, ou un flux qui dure.",
            "content": {
                NDJSON: LIGNES | {"example": exemples.page_ligne_a_ligne()},
                SSE: LIGNES | {"example": exemples.direct()},
            },
        },
        **INCHANGEE,
        **reponses(RequeteInvalide, FormatNonDisponible, CurseurInconnu),
    },
)
@Declaration(exemple=exemples.page)
async def lire(
    requete: Request,
    services: LesServices,
    appelant: Suiveur,
    apres: Annotated[
        str | None,
        Query(
            pattern=FORME,
            max_length=LONGUEUR,
            description="Curseur : `suivant` de la page d'avant, ou `id` d'un événement SSE. Sans "
            "lui ni `depuis`, le flux se lit depuis son début.",
            examples=[exemples.CURSEUR],
        ),
    ] = None,
    depuis: Annotated[
        Instant | None,
        Query(
            description="À la place d'un curseur : à partir du premier événement de cet instant "
            "ou d'après (RFC 3339).",
            examples=["2023-09-18T00:00:00+02:00"],
        ),
    ] = None,
    type: Annotated[
        list[TypeEvenement],
        Query(
            max_length=len(TypeEvenement),
            description=f"Un ou plusieurs types ; sans lui, tous sauf {_SUR_DEMANDE}.",
            examples=[["candidature.deposee", "candidature.redeposee"]],
        ),
    ] = [],  # noqa: B006 -- FastAPI copies it
    attente: Annotated[
        int,
        Query(
            ge=0,
            le=ATTENTE_MAX,
            description="Secondes à attendre qu'il y ait quelque chose, s'il n'y a rien.",
            examples=[25],
        ),
    ] = 0,
    limite: Annotated[
        int, Query(ge=1, le=LIMITE_MAX, description="Événements par page.", examples=[100])
    ] = 100,
    dernier: Annotated[
        str | None,
        Header(
            alias="Last-Event-ID",
            description="Le dernier `id` reçu : un client SSE qui revient reçoit la suite. Il "
            "l'emporte sur `apres` et `depuis`.",
            examples=[exemples.CURSEUR],
            json_schema_extra={"pattern": FORME, "maxLength": LONGUEUR},
        ),
    ] = None,
) -> Response:
    """Ce qui est arrivé aux candidatures que l'appelant peut lire : les siennes, celles de son
    portail, ce qui est déposé dans ses régions, effacées comprises. Chaque événement a une
    position ; les positions croissent, et rien n'apparaît jamais derrière une position servie : qui
    rend `suivant` dans `apres` ne manque rien et ne relit rien. Gardé aussi longtemps que
    l'historique.

    Formes : une page (JSON), la même ligne à ligne (NDJSON, la dernière ligne donne `suivant` et
    `a_jour`), ou un flux qui dure (SSE) : chaque événement y a pour `id` un curseur, et le flux se
    ferme de lui-même au bout de cinq minutes : revenez avec `Last-Event-ID`. Un curseur inconnu
    (410) : recommencez sans lui.
    """
    format = choisir(requete.headers.get("accept"), (JSON, NDJSON, SSE))
    if dernier is None and apres is not None and depuis is not None:
        raise _deux_departs()
    depart = (dernier, None) if dernier else (apres, depuis)
    demande = Demande(*depart, types=type, limite=limite)
    if format == SSE:
        return await _diffuser(requete, services, appelant, demande)
    return await _montrer(requete, services, appelant, demande, attente, format)


async def _montrer(
    requete: Request,
    services: Services,
    appelant: Suiveur,
    demande: Demande,
    attente: int,
    format: str,
) -> Response:
    connue = requete.headers.get("if-none-match")
    if attente:
        with services.flots.ouvrir(appelant.abonne, appelant.empreinte):
            lue = await attendre(
                services, lambda: SUIVEUR.admettre(requete), demande, connue, attente
            )
    else:
        lue = await lire_flux(services, appelant, demande)
    entetes = {"ETag": lue.etiquette, "Vary": "Accept"}
    if deja_connue(requete.headers, lue.etiquette):
        return Response(status_code=304, headers=entetes)
    if format == NDJSON:
        return Response(_lignes(lue), headers=entetes, media_type=NDJSON)
    return repondre_json(en_json(lue.page()), entetes=entetes)


def _lignes(lue: Lue) -> bytes:
    fin = to_json({"suivant": lue.suivant, "a_jour": lue.a_jour})
    return b"\n".join([*map(evenement.en_json, lue.evenements), fin, b""])


async def _diffuser(
    requete: Request, services: Services, appelant: Suiveur, demande: Demande
) -> Response:
    # Before the answer begins: a cursor that is refused is told so.
    premiere = await lire_flux(services, appelant, demande)
    pages = suivre(services, lambda: SUIVEUR.admettre(requete), demande, premiere)
    contenu = en_sse(_dits(lue) async for lue in pages)
    return ReponseQuiDure(contenu, services.flots, appelant.abonne, appelant.empreinte)


def _dits(lue: Lue) -> list[Dit]:
    return [Dit(lue.curseur(un), un.type, evenement.en_json(un)) for un in lue.evenements]


def _deux_departs() -> RequeteInvalide:
    return RequeteInvalide(
        "Donnez `apres` ou `depuis`, pas les deux.",
        parametres=[ParametreRefuse("query", "depuis", "incompatible")],
    )


@routes.get(
    "/empreinte",
    operation_id="lireEmpreinteDuFlux",
    summary="Vérifier que rien ne manque",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(RequeteInvalide, CurseurInconnu),
)
@Declaration(exemple=exemples.empreinte)
async def lire_empreinte(
    services: LesServices,
    appelant: Suiveur,
    jusqu_a: Annotated[
        int | None,
        Query(
            ge=0,
            le=_POSITION_MAX,
            description="La dernière position que l'on a ; sans elle, le bout du flux.",
            examples=[4711],
        ),
    ] = None,
) -> EmpreinteDuFlux:
    """Combien d'événements l'appelant peut voir jusqu'à cette position, et l'empreinte de leurs
    identifiants : qui les a gardés compare, et sait s'il a tout. Une position qui n'a jamais été
    donnée (410) : la base a été restaurée.
    """
    return await calculer(services, appelant, jusqu_a)
