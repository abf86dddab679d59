"""HTTP of exports."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Request, Response

from app.acces.admission import compter_le_geste
from app.acces.agents import agent_de
from app.acces.gardes import Instructeur
from app.candidatures.une_fois import cle_de
from app.exports import exemples
from app.exports.attendre_un_export import attendre_un_export, attente_voulue
from app.exports.demande import ExportADemander
from app.exports.demander_export import demander_export
from app.exports.etats_d_export import A_FAIRE
from app.exports.exports_decrits import ExportDecrit, Exports
from app.exports.medias import Media
from app.exports.prendre_un_export import prendre_export
from app.exports.refus import EXPORT_REFUSE, ExportSansFichier
from app.exports.retirer_un_export import annuler_export
from app.exports.suivre_les_exports import decrire_un_export, lister_les_exports
from app.instruction.dossier_routes import CORPS, SIEN
from app.instruction.refus import REQUETE_OU_CLE_REFUSEE
from app.kit.files.storage import EXPORTS
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.headers import ENTETE_MAX
from app.kit.web.http import (
    JSON,
    Arrivee,
    CleIdempotence,
    Identifiant,
    LesServices,
    corps_json,
)
from app.kit.web.json_text import lire_modele
from app.kit.web.lasting import LIGNES
from app.kit.web.problems import CleEnCours, EnTeteInvalide, PlageInvalide, RequeteInvalide
from app.kit.web.query import PARAMETRES_CONNUS
from app.pieces_jointes.routes import Plage, repondre_fichier

_CORPS_MAX: Final = 65_536  # bytes
_UN: Final = "/{demande}"
_ICI: Final = {"demanderExport": {"demande": "$response.body#/id"}}
_REESSAYER: Final = "2"
_FICHIER: Final[dict[str, Any]] = {
    **{media.value: {"schema": {}} for media in Media},
    Media.GEOJSON.value: {
        "schema": {},
        "example": {"type": "FeatureCollection", "features": [], "manifeste": {"dossiers": 0}},
    },
    Media.NDJSON.value: {**LIGNES, "example": '{"fin":true,"manifeste":{"dossiers":0}}\n'},
}

routes = APIRouter(prefix="/v1/instruction/exports", tags=["Instruction"])

IdExport = Annotated[
    Identifiant,
    Path(
        description="L'identifiant de l'export, donné quand il est demandé.",
        examples=[str(exemples.ID)],
    ),
]
Preference = Annotated[
    str | None,
    Header(
        alias="Prefer",
        pattern="^[ -~]*$",
        max_length=ENTETE_MAX,
        description="`wait=10` : attendre jusqu'à dix secondes que l'export soit fini (RFC 7240).",
        examples=["wait=10"],
    ),
]


@routes.post(
    "",
    status_code=202,
    operation_id="demanderExport",
    summary="Demander un export",
    responses={
        201: {"model": ExportDecrit, "description": "L'export est fini."},
        **reponses(*CORPS, EnTeteInvalide, CleEnCours, REQUETE_OU_CLE_REFUSEE, EXPORT_REFUSE),
    },
)
@Declaration(
    corps=Corps(ExportADemander, exemples.export_a_demander),
    exemple=exemples.export,
    rejouable=True,
)
async def demander(
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: Instructeur,
    arrivee: Arrivee,
    preference: Preference = None,
    cle: CleIdempotence = None,
) -> ExportDecrit:
    """Les dossiers d'une vue ou de filtres, dans vos régions, tels qu'ils sont tous au même
    instant : un classeur (`xlsx`, `ods`), une archive de CSV (`csv`), une ligne JSON par dossier
    (`ndjson`), une archive des dépôts imprimés, 500 au plus (`pdf`), ou une liste des territoires,
    sans leurs contours (`geojson`). Les colonnes sont celles du formulaire, par leur pointeur. Il
    se fait à part : 202, puis `lireExport` ; 201 s'il a fini dans le temps que `Prefer` accorde. Un
    à la fois par agent, trois qui attendent, vingt prêts (429). Il est enregistré : qui, quoi,
    quand, pris par qui.
    """
    compter_le_geste(requete, appelant)
    corps = await corps_json(requete, _CORPS_MAX, JSON)
    voulu = lire_modele(corps, ExportADemander)
    sienne = cle_de(cle, "export", agent_de(appelant), appelant, corps)
    fait = await demander_export(services, voulu, appelant, arrivee, sienne)
    id = UUID(str(fait.resultat))
    # Who asks again reads where it is: as many as like may do so at once.
    if (secondes := attente_voulue(preference)) and not fait.rejoue:
        await attendre_un_export(services, id, secondes)
    async with services.base.lecture() as connexion:
        decrit = await decrire_un_export(connexion, id, appelant, arrivee)
    reponse.status_code = 202 if decrit.etat in A_FAIRE else 201
    reponse.headers.update({"Location": f"{routes.prefix}/{id}", **fait.entetes})
    return decrit


@routes.get(
    "",
    operation_id="listerExports",
    summary="Lister les exports",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(RequeteInvalide),
)
@Declaration(exemple=exemples.exports)
async def lister(
    services: LesServices,
    appelant: Instructeur,
    arrivee: Arrivee,
    apres: Annotated[
        UUID | None,
        Query(description="Curseur : `suivant` de la page d'avant.", examples=[str(exemples.ID)]),
    ] = None,
    limite: Annotated[
        int, Query(ge=1, le=100, description="Exports par page.", examples=[50])
    ] = 50,
) -> Exports:
    """Les vôtres, du dernier demandé au premier ; à qui administre, ceux de tous dans ses régions.
    Ce qui fut exporté reste dit un an.
    """
    async with services.base.lecture() as connexion:
        return await lister_les_exports(connexion, appelant, apres, limite, arrivee)


@routes.get(
    _UN,
    operation_id="lireExport",
    summary="Lire où en est un export",
    responses=reponses(*SIEN),
)
@Declaration(exemple=exemples.export, patiente=True, suit=_ICI)
async def lire(
    demande: IdExport,
    reponse: Response,
    services: LesServices,
    appelant: Instructeur,
    arrivee: Arrivee,
) -> ExportDecrit:
    """Combien de dossiers sont écrits, quand il devrait être prêt, pourquoi il a échoué. Tant
    qu'il se fait, `Retry-After` dit quand redemander. Introuvable pour qui n'a plus les régions, ou
    l'habilitation à décider, de qui l'a demandé.
    """
    async with services.base.lecture() as connexion:
        decrit = await decrire_un_export(connexion, demande, appelant, arrivee)
    if decrit.etat in A_FAIRE:
        reponse.headers["Retry-After"] = _REESSAYER
    return decrit


@routes.get(
    f"{_UN}/contenu",
    operation_id="telechargerExport",
    summary="Télécharger le fichier d'un export",
    response_class=Response,
    responses={
        200: {"description": "Le fichier entier.", "content": _FICHIER},
        206: {"description": "La plage demandée.", "content": _FICHIER},
        304: {"description": "Le client a déjà ce fichier."},
        **reponses(*SIEN, ExportSansFichier, PlageInvalide),
    },
)
@Declaration(nommee_inchangee=True, suit=_ICI)
async def telecharger(
    demande: IdExport,
    requete: Request,
    services: LesServices,
    appelant: Instructeur,
    arrivee: Arrivee,
    _plage: Plage = None,
) -> Response:
    """Le fichier, dont `ETag` est l'empreinte SHA-256. `Range` reprend un téléchargement
    interrompu (206). Les droits se vérifient à chaque fois. Refusé (409) tant qu'il n'est pas prêt,
    et après sept jours, où le fichier s'efface.
    """
    pris = await prendre_export(services, demande, appelant, arrivee)
    return await repondre_fichier(requete, pris, EXPORTS)


@routes.delete(
    _UN,
    status_code=204,
    operation_id="annulerExport",
    summary="Annuler un export",
    responses=reponses(*SIEN),
)
@Declaration(suit=_ICI)
async def annuler(
    demande: IdExport, services: LesServices, appelant: Instructeur, arrivee: Arrivee
) -> None:
    """Arrête un export qui se fait ou attend, efface le fichier d'un export prêt. Ce qui a été
    demandé reste dit.
    """
    await annuler_export(services, demande, appelant, arrivee)
