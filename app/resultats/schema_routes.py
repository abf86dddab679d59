"""HTTP of what the columns of results mean, which is known before anything is published."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic_core import to_json

from app.acces.gardes import PUBLIC
from app.kit.glossary import decrit
from app.kit.web.declaration import Declaration, reference, reponses
from app.kit.web.http import JSON
from app.kit.web.problems import RequeteInvalide
from app.kit.web.query import PARAMETRES_CONNUS
from app.kit.web.static import INCHANGEE, repondre_fixe
from app.resultats import exemples
from app.resultats.colonnes_des_resultats import TABLEAUX
from app.resultats.refus import OUVERT

routes = APIRouter(prefix="/v1/resultats", tags=["Résultats"], dependencies=[PUBLIC])


@decrit("Un des tableaux des résultats.")
class NomDeTableau(StrEnum):
    """The tables of the results."""

    TERRITOIRES = "territoires"
    GROUPEMENTS = "groupements"
    COMMUNES = "communes"


@routes.get(
    "/schema.json",
    operation_id="lireSchemaDesResultats",
    summary="Ce que disent les colonnes (Table Schema)",
    response_class=Response,
    dependencies=[PARAMETRES_CONNUS],
    responses={
        200: {"description": "Le schéma.", "content": {JSON: {"schema": reference("TableSchema")}}},
        **INCHANGEE,
        **reponses(RequeteInvalide),
    },
)
@Declaration(exemple=exemples.schema)
async def lire_schema_des_resultats(
    requete: Request,
    tableau: Annotated[
        NomDeTableau, Query(description="Le tableau.", examples=["groupements"])
    ] = NomDeTableau.TERRITOIRES,
) -> Response:
    """Le schéma d'un tableau, pour Validata et data.gouv.fr : noms, types, contraintes."""
    (le,) = (un for un in TABLEAUX if un.nom == tableau.value)
    reponse = await repondre_fixe(requete, to_json(le.schema()), JSON)
    reponse.headers.update(OUVERT)
    return reponse
