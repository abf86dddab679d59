"""HTTP of what the form publishes: itself, its schemas, its codes, its reference data."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic_core import to_json

from app.acces.gardes import PUBLIC
from app.formulaire.description import FormulaireDecrit, formulaire_decrit
from app.formulaire.publication import CodeDecrit, codes, noms_des_schemas, schema_publie
from app.kit.http import JSON, reponses
from app.kit.problems import Introuvable, Probleme, RequeteInvalide, catalogue
from app.kit.static import repondre_fixe
from app.publication.referentiels import NOMS, Elements, chercher

SCHEMA_JSON = "application/schema+json"

routes = APIRouter(tags=["Formulaire"], dependencies=[PUBLIC])
_304 = {304: {"description": "Le client a déjà cette version."}}


class Dialecte(StrEnum):
    """The dialects of JSON Schema that are published."""

    RECENT = "2020-12"
    DRAFT_07 = "draft-07"


@dataclass(frozen=True, slots=True)
class TypeDeProbleme:
    """What the `type` of a problem document names: its status, its title, what it means."""

    code: str
    status: int
    title: str
    sens: str


@routes.get(
    "/v1/formulaire",
    operation_id="lireFormulaire",
    summary="Le formulaire, comme donnée",
    response_model=FormulaireDecrit,
    responses={**_304},
)
async def formulaire(requete: Request) -> Response:
    """Sections, champs dans l'ordre, libellés, aides, choix, conditions, fichiers, version."""
    return repondre_fixe(requete, to_json(formulaire_decrit()), JSON)


@routes.get("/v1/codes", operation_id="listerCodes", summary="Codes d'erreur du formulaire")
async def lister_codes() -> list[CodeDecrit]:
    """Chaque code, sa gravité, son message, ses paramètres, et si un schéma le dit aussi."""
    return codes()


@routes.get("/v1/schemas", operation_id="listerSchemas", summary="Schémas publiés")
async def lister_schemas() -> list[str]:
    """Les noms des schémas : `-depot` dit toutes les règles, `-brouillon` la forme seule."""
    return noms_des_schemas()


@routes.get(
    "/v1/schemas/{nom}",
    operation_id="lireSchema",
    summary="Un schéma JSON",
    response_class=Response,
    responses={
        200: {
            "description": "Le schéma.",
            "content": {SCHEMA_JSON: {"schema": {"$ref": "#/components/schemas/SchemaJson"}}},
        },
        **_304,
        **reponses(Introuvable, RequeteInvalide),
    },
)
async def lire_schema(
    nom: Annotated[str, Path(examples=["dossier-depot"])],
    requete: Request,
    dialecte: Annotated[Dialecte, Query(description="Dialecte de JSON Schema.")] = Dialecte.RECENT,
) -> Response:
    """Pour un dépôt ou pour un brouillon, du dossier entier ou d'une section."""
    if nom not in noms_des_schemas():
        raise Introuvable(f"Schémas publiés : {', '.join(noms_des_schemas())}.")
    schema = to_json(schema_publie(nom, dialecte.value))
    return repondre_fixe(requete, schema, SCHEMA_JSON)


@routes.get(
    "/v1/referentiels/{nom}",
    operation_id="chercherReferentiel",
    summary="Chercher dans un référentiel",
    responses=reponses(Introuvable, RequeteInvalide),
)
async def referentiel(
    nom: Annotated[str, Path(examples=["epci"], description=f"L'un de : {', '.join(NOMS)}.")],
    q: Annotated[
        str, Query(max_length=100, description="Mots cherchés, sans égard aux accents.")
    ] = "",
    apres: Annotated[
        str | None, Query(max_length=40, description="Curseur : `suivant` d'une page.")
    ] = None,
    limite: Annotated[int, Query(ge=1, le=100, description="Éléments par page.")] = 20,
) -> Elements:
    """EPCI et EPT de 2023, régions, axes et autres choix du formulaire."""
    if nom not in NOMS:
        raise Introuvable(f"Référentiels : {', '.join(NOMS)}.")
    try:
        return chercher(nom, q, apres, limite)
    except ValueError:
        raise RequeteInvalide("Ce curseur n'est celui d'aucune page de cette recherche.") from None


@routes.get(
    "/problemes/{code}",
    operation_id="lireProbleme",
    summary="Ce que veut dire un type de problème",
    responses=reponses(Introuvable),
)
async def probleme(code: Annotated[str, Path(examples=["dossier-incomplet"])]) -> TypeDeProbleme:
    """Le code, le statut HTTP, le titre et le sens d'un type de problème (RFC 9457)."""
    classe: type[Probleme] | None = catalogue().get(code)
    if classe is None:
        raise Introuvable
    return TypeDeProbleme(classe.code, int(classe.statut), classe.titre, classe.sens)
