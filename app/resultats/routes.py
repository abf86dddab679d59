"""HTTP of results: the signed document, the tables, the territories."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request, Response

from app.acces.gardes import PUBLIC
from app.kit.web.declaration import Declaration, reference, reponses
from app.kit.web.http import LesServices
from app.kit.web.problems import RequeteInvalide
from app.kit.web.query import PARAMETRES_CONNUS
from app.kit.web.static import INCHANGEE
from app.resultats import exemples
from app.resultats import fichiers_des_resultats as fichiers
from app.resultats.donner_un_fichier_routes import donner
from app.resultats.refus import ResultatsNonPublies
from app.resultats.resultats_signes import ResultatsSignes

routes = APIRouter(prefix="/v1/resultats", tags=["Résultats"], dependencies=[PUBLIC])

_FORME: Final = "^([1-9][0-9]{0,4}|20[0-9]{2}-[0-9]{2}-[0-9]{2})$"
_QUELLE: Final[dict[str, Any]] = {"pattern": _FORME, "max_length": 10}
_NON_PUBLIES: Final = {**INCHANGEE, **reponses(ResultatsNonPublies)}

Version = Annotated[
    str | None,
    Query(
        **_QUELLE,
        description="Le numéro d'une version, ou un jour (à Paris) : la dernière de ce jour. Sans "
        "elle, la dernière de toutes.",
        examples=["1"],
    ),
]
Tableur = Annotated[
    bool,
    Query(
        description="Pour un tableur français : `;`, UTF-8 avec sa marque (BOM), et une apostrophe "
        "devant ce qu'il prendrait pour une formule.",
        examples=[True],
    ),
]


def _donne(
    description: str, media: str = fichiers.CSV, schema: dict[str, Any] | None = None
) -> dict[int | str, dict[str, Any]]:
    contenu = {media: {"schema": schema or {"type": "string"}}}
    return {
        200: {"description": description, "content": contenu},
        **_NON_PUBLIES,
        **reponses(RequeteInvalide),
    }


@routes.get(
    "",
    operation_id="lireResultats",
    summary="Les résultats, signés",
    response_model=ResultatsSignes,
    responses=_NON_PUBLIES,
)
@Declaration(exemple=exemples.signes)
async def lire(requete: Request, services: LesServices) -> Response:
    """La dernière version : ce qu'elle compte, ses fichiers, leurs empreintes (SHA-256), les
    versions d'avant. Licence Ouverte 2.0. Introuvable (404) tant que rien n'est publié. La
    signature se vérifie avec `/.well-known/jwks.json`, ou `ti verifier`.
    """
    return await donner(requete, services, fichiers.SIGNE, None)


@routes.get(
    ".csv",
    operation_id="lireTerritoiresRetenus",
    summary="Les territoires retenus (CSV)",
    response_class=Response,
    dependencies=[PARAMETRES_CONNUS],
    responses=_donne("Un territoire par ligne."),
)
@Declaration(exemple=exemples.territoires)
async def lire_territoires(
    requete: Request, services: LesServices, version: Version = None, tableur: Tableur = False
) -> Response:
    """`id_ti`, `lib_ti`, sa région pilote, qui l'a demandé, le type du périmètre, combien d'EPCI,
    le jour de la décision. Licence Ouverte 2.0.
    """
    return await donner(requete, services, fichiers.TERRITOIRES[tableur], version)


@routes.get(
    "/groupements.csv",
    operation_id="lireGroupementsRetenus",
    summary="Leurs intercommunalités (CSV)",
    response_class=Response,
    dependencies=[PARAMETRES_CONNUS],
    responses=_donne("Une intercommunalité d'un territoire par ligne."),
)
@Declaration(exemple=exemples.groupements)
async def lire_groupements(
    requete: Request, services: LesServices, version: Version = None, tableur: Tableur = False
) -> Response:
    """`id_ti`, `siren_groupement`, `lib_groupement` : EPCI et EPT retenus en entier. Licence
    Ouverte 2.0.
    """
    return await donner(requete, services, fichiers.GROUPEMENTS[tableur], version)


@routes.get(
    "/communes.csv",
    operation_id="lireCommunesRetenues",
    summary="Leurs communes (CSV)",
    response_class=Response,
    dependencies=[PARAMETRES_CONNUS],
    responses=_donne("Une commune par ligne."),
)
@Declaration(exemple=exemples.communes)
async def lire_communes(
    requete: Request, services: LesServices, version: Version = None, tableur: Tableur = False
) -> Response:
    """`insee_com`, `lib_com`, `id_ti`, `lib_ti` : celles des intercommunalités retenues, et celles
    qui le sont seules. Licence Ouverte 2.0.
    """
    return await donner(requete, services, fichiers.COMMUNES[tableur], version)


@routes.get(
    ".geojson",
    operation_id="lireTerritoiresGeojson",
    summary="Les territoires retenus (GeoJSON)",
    response_class=Response,
    dependencies=[PARAMETRES_CONNUS],
    responses=_donne(
        "Un objet par territoire, sans contour.",
        fichiers.GEOJSON,
        reference("TerritoiresGeojson"),
    ),
)
@Declaration(exemple=exemples.objets)
async def lire_objets(requete: Request, services: LesServices, version: Version = None) -> Response:
    """`id_territoire`, `lib_territoire`, `liste_geo`, et de quoi joindre les contours (`siren`,
    `insee_com`) : le service n'en a pas, `geometry` est nul. Licence Ouverte 2.0.
    """
    return await donner(requete, services, fichiers.OBJETS, version)


@routes.get(
    "/{version}",
    operation_id="lireVersionDesResultats",
    summary="Une version des résultats",
    response_model=ResultatsSignes,
    responses={**_NON_PUBLIES, **reponses(RequeteInvalide)},
)
@Declaration(exemple=exemples.signes)
async def lire_version(
    version: Annotated[
        str,
        Path(
            **_QUELLE,
            description="Son numéro, ou un jour (à Paris) : la dernière de ce jour.",
            examples=["2023-11-09"],
        ),
    ],
    requete: Request,
    services: LesServices,
) -> Response:
    """Une version, comme elle a été publiée. Les versions restent : une décision rapportée, ou une
    autre publication, en fait une nouvelle.
    """
    return await donner(requete, services, fichiers.SIGNE, version)
