"""HTTP of how candidatures are now: those that changed, all of them at once."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.acces.gardes import Collecteur, Suiveur
from app.acces.tables import FORME_REFERENCE, REFERENCE_MAX
from app.candidatures.etats import Etat
from app.depots.routes import Siret, UnEpci
from app.flux import exemples
from app.flux.changements import Changements, DemandeDeListe, en_json, lister
from app.flux.en_masse import DUREE, donner
from app.flux.filtres import Filtres
from app.flux.refus import CurseurInconnu
from app.flux.repere import FORME_DE_LISTE, LONGUEUR_DE_LISTE
from app.flux.routes import NDJSON
from app.formulaire.choix import Region
from app.kit.web.bulk import ReponseEnMasse
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import LesServices, repondre_json
from app.kit.web.lasting import LIGNES
from app.kit.web.problems import RequeteInvalide
from app.kit.web.query import PARAMETRES_CONNUS
from app.kit.web.static import INCHANGEE, deja_connue

LIMITE_MAX = 500

routes = APIRouter(prefix="/v1/flux", tags=["Flux"])


@routes.get(
    "/candidatures",
    operation_id="listerChangements",
    summary="Lire où en sont les candidatures",
    response_model=Changements,
    dependencies=[PARAMETRES_CONNUS],
    responses={**INCHANGEE, **reponses(RequeteInvalide, CurseurInconnu)},
)
@Declaration(exemple=exemples.changements)
async def lister_les_changements(
    requete: Request,
    services: LesServices,
    appelant: Suiveur,
    depuis: Annotated[
        str | None,
        Query(
            pattern=FORME_DE_LISTE,
            max_length=LONGUEUR_DE_LISTE,
            description="Curseur : `suivant` de la page d'avant, avec les mêmes filtres ; ou, sans "
            "filtre, `curseur` d'un export, `suivant` d'une page du flux sans `type`. Sans lui, "
            "toutes celles dont quelque chose a été publié.",
            examples=[exemples.CURSEUR_DE_LISTE],
        ),
    ] = None,
    etat: Annotated[
        list[Etat],
        Query(
            max_length=len(Etat),
            description="Un ou plusieurs états ; sans lui, tous.",
            examples=[["deposee", "en_instruction"]],
        ),
    ] = [],  # noqa: B006 -- FastAPI copies it
    region: Annotated[
        list[Region],
        Query(
            max_length=len(Region),
            description="Une ou plusieurs régions (code INSEE) : celle du dernier dépôt, ou d'un "
            "EPCI de son périmètre.",
            examples=[["28", "93"]],
        ),
    ] = [],  # noqa: B006 -- as above
    reference: Annotated[
        str | None,
        Query(
            pattern=FORME_REFERENCE,
            max_length=REFERENCE_MAX,
            description="Celle que le portail qui demande a donnée.",
            examples=["dossier-20417"],
        ),
    ] = None,
    siret: Siret = None,
    epci: UnEpci = None,
    limite: Annotated[
        int, Query(ge=1, le=LIMITE_MAX, description="Candidatures par page.", examples=[100])
    ] = 100,
    total: Annotated[
        bool, Query(description="Compter aussi celles qui répondent aux filtres.", examples=[True])
    ] = False,
) -> Response:
    """Où en sont les candidatures que l'appelant suit par le flux, une ligne chacune, dans l'ordre
    de leur dernière position. Qui rend `suivant` dans `depuis` lit celles qui ont changé depuis, et
    n'en manque aucune : celle qui change pendant qu'il lit revient plus loin.

    Une ligne `supprimee` dit une candidature à oublier : effacée, partie des régions de l'appelant,
    ou qui a répondu aux filtres et n'y répond plus. Une candidature retirée se dit par son état.
    Un brouillon que tient un portail revient dans la minute où il est enregistré ; un autre ne se
    publie pas : `etiquette` dit sa version quand la ligne est lue. 304 : rien n'a été publié. Un
    curseur inconnu (410) : oubliez ce que vous aviez, et recommencez sans lui.
    """
    filtres = Filtres(etat, region, reference, siret, epci)
    demande = DemandeDeListe(depuis, filtres, limite, total)
    connue = partial(deja_connue, requete.headers)
    etiquette, page = await lister(services, appelant, demande, connue)
    if page is None:
        return Response(status_code=304, headers={"ETag": etiquette})
    return repondre_json(en_json(page), entetes={"ETag": etiquette})


@routes.get(
    "/export",
    operation_id="exporterCandidatures",
    summary="Prendre toutes les candidatures",
    response_class=Response,
    dependencies=[PARAMETRES_CONNUS],
    responses={
        200: {
            "description": "Une ligne par candidature, puis la dernière, `fin`.",
            "content": {NDJSON: LIGNES},
        },
        **reponses(RequeteInvalide),
    },
)
@Declaration(exemple=exemples.export)
async def exporter(requete: Request, services: LesServices, appelant: Collecteur) -> Response:
    """Toutes les candidatures que l'appelant voit, au même instant, une ligne chacune (NDJSON, sans
    ordre) : `candidature` comme dans `listerChangements`, `version_formulaire`, et `dossier`, tel
    qu'enregistré, si elle est de ce portail ou de ce compte, ou `instantane`, celui du dernier
    dépôt, pour qui instruit. Les brouillons d'un portail en sont ; le flux ne dit ce qui s'y
    enregistre ensuite qu'à qui demande `candidature.modifiee`.

    La dernière ligne est `{"fin": true, "curseur": "…", "nombre": n}` : sans elle, ou si la
    connexion se rompt, il manque quelque chose, recommencez. `curseur` se rend dans `apres` du flux
    ou dans `depuis` de la liste, qui reprennent exactement là. Les droits sont ceux du début ; deux
    exports à la fois, un par appelant ; dix minutes au plus. Compressé pour qui accepte `gzip`.
    """
    contenu, admis = donner(services, appelant), requete.headers.get("accept-encoding", "")
    return await ReponseEnMasse.ouvrir(contenu, DUREE, NDJSON, admis)
