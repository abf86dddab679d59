"""HTTP of the plan's workbook: the model to fill, the filled one read back."""

import asyncio
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from app.acces.gardes import PUBLIC, Redacteur
from app.candidatures.erreurs_projetees import ERREURS_PROJETEES, projection_de
from app.candidatures.exemples import lue
from app.candidatures.precondition import etiquette
from app.candidatures.quotas import TELEVERSEMENTS
from app.candidatures.refus import MODIFICATION_EMPECHEE, VersionPerimee
from app.candidatures.representation import CandidatureLue, representer
from app.candidatures.routes import APRES_CREATION
from app.kit.web.declaration import Corps, Declaration, fichier, objet, reponses
from app.kit.web.http import Arrivee, IdCandidature, LesServices, SiVersion, repondre_json
from app.kit.web.limits import limiter
from app.kit.web.multipart import recevoir_fichier
from app.kit.web.problems import (
    CorpsIllisible,
    EnTeteInvalide,
    Introuvable,
    TropDeRequetes,
    TypeDeContenuRefuse,
)
from app.kit.web.static import INCHANGEE, repondre_fixe
from app.plan_action.exemples import envoi
from app.plan_action.importation import CLASSEUR_MAX, importer
from app.plan_action.refus import ENVOI_TROP_GRAND, IMPORT_REFUSE

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"

_IMPORT: Final = objet(
    "ImportPlanAction",
    "Le classeur du plan d'action, rempli.",
    {"fichier": fichier(CLASSEUR_MAX)},
)

routes = APIRouter(tags=["Plan d'action"])


def _reponses(genre: str) -> dict[int | str, dict[str, Any]]:
    return {
        200: {"description": "Le modèle à remplir.", "content": {genre: {"schema": {}}}},
        **INCHANGEE,
    }


@routes.get(
    "/v1/modeles/plan-action.xlsx",
    operation_id="telechargerModeleXlsx",
    summary="Modèle du plan d'action (XLSX)",
    response_class=Response,
    responses=_reponses(XLSX),
    dependencies=[PUBLIC],
)
async def xlsx(requete: Request) -> Response:
    """Le classeur à remplir, une ligne par action, les choix en listes déroulantes. Rempli, il
    s'importe dans un brouillon.
    """
    from app.plan_action.modele import modele_xlsx

    modele = await asyncio.to_thread(modele_xlsx)
    return await repondre_fixe(requete, modele, XLSX, "plan-action.xlsx")


@routes.get(
    "/v1/modeles/plan-action.ods",
    operation_id="telechargerModeleOds",
    summary="Modèle du plan d'action (ODS)",
    response_class=Response,
    responses=_reponses(ODS),
    dependencies=[PUBLIC],
)
async def ods(requete: Request) -> Response:
    """Le même classeur au format OpenDocument, à importer de la même façon."""
    from app.plan_action.modele import modele_ods

    modele = await asyncio.to_thread(modele_ods)
    return await repondre_fixe(requete, modele, ODS, "plan-action.ods")


@routes.post(
    "/v1/candidatures/{id}/plan-action/import",
    operation_id="importerPlanAction",
    summary="Importer un plan d'action rempli",
    response_model=CandidatureLue,
    dependencies=[limiter(TELEVERSEMENTS)],
    responses=reponses(
        TropDeRequetes,
        Introuvable,
        CorpsIllisible,
        EnTeteInvalide,
        TypeDeContenuRefuse,
        ENVOI_TROP_GRAND,
        MODIFICATION_EMPECHEE,
        VersionPerimee,
        IMPORT_REFUSE,
    ),
    openapi_extra=ERREURS_PROJETEES,
)
@Declaration(
    corps=Corps(_IMPORT, envoi, ("multipart/form-data",)),
    exemple=lue,
    versionnee=True,
    suit=APRES_CREATION,
)
async def importer_plan(
    id: IdCandidature,
    requete: Request,
    services: LesServices,
    appelant: Redacteur,
    arrivee: Arrivee,
    si_version: SiVersion = None,
) -> Response:
    """Remplace les actions du brouillon par celles du classeur. Une seule cellule fautive, et
    rien n'est modifié : `defauts` nomme chacune par feuille, ligne et colonne. Corrigez-les dans le
    classeur, puis importez-le de nouveau.
    """
    projection = projection_de(requete)
    envoi = recevoir_fichier(requete, "fichier", CLASSEUR_MAX)
    faite = await importer(services, id, appelant, envoi, si_version, arrivee)
    representation = representer(faite.apres, arrivee, faite.examen, projection)
    return repondre_json(representation, entetes={"ETag": etiquette(faite.apres.version)})
