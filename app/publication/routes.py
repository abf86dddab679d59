"""HTTP of what the form publishes: itself, its schemas, its codes, its reference data."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic_core import to_json

from app.acces.gardes import PUBLIC
from app.formulaire.description import FormulaireDecrit, formulaire_decrit
from app.formulaire.motifs import SANS_NUL, motif
from app.formulaire.nombres import MILLESIME
from app.formulaire.schemas_publies import (
    Bibliotheque,
    CodeDecrit,
    codes,
    noms_des_schemas,
    schema_publie,
)
from app.kit.glossary import decrit
from app.kit.web.declaration import Declaration, reference, reponses
from app.kit.web.http import JSON
from app.kit.web.problems import Introuvable, Probleme, RequeteInvalide, catalogue
from app.kit.web.query import PARAMETRES_CONNUS
from app.kit.web.static import INCHANGEE, repondre_fixe
from app.publication import exemples
from app.publication.referentiels import NOMS, Elements, chercher

SCHEMA_JSON = "application/schema+json"

routes = APIRouter(tags=["Formulaire"], dependencies=[PUBLIC])


@decrit("Un dialecte de JSON Schema.")
class Dialecte(StrEnum):
    """The dialects of JSON Schema that are published."""

    RECENT = "2020-12"
    DRAFT_07 = "draft-07"


@decrit("Ce que nomme le `type` d'un problème (RFC 9457).")
@dataclass(frozen=True, slots=True)
class TypeDeProbleme:
    """What the `type` of a problem document names: its status, its title, what it means."""

    code: str
    status: int
    title: str
    sens: str


def _decrire(classe: type[Probleme]) -> TypeDeProbleme:
    return TypeDeProbleme(classe.code, int(classe.statut), classe.titre, classe.sens)


@routes.get(
    "/v1/formulaire",
    operation_id="lireFormulaire",
    summary="Le formulaire, comme donnée",
    response_model=FormulaireDecrit,
    responses=INCHANGEE,
)
@Declaration(exemple=formulaire_decrit)
async def formulaire(requete: Request) -> Response:
    """Sections, champs dans l'ordre, libellés, aides, choix, conditions, fichiers, version : de
    quoi dessiner le formulaire sans le recopier. Ne change qu'avec `version`.
    """
    return await repondre_fixe(requete, to_json(formulaire_decrit()), JSON)


@routes.get(
    "/v1/codes",
    operation_id="listerCodes",
    summary="Codes d'erreur du formulaire",
    response_model=list[CodeDecrit],
    responses=INCHANGEE,
)
@Declaration(exemple=codes)
async def lister_codes(requete: Request) -> Response:
    """Chaque code, sa gravité, ce qu'il veut dire, son message, ses paramètres, et si un schéma le
    dit aussi.
    """
    return await repondre_fixe(requete, to_json(codes()), JSON)


@routes.get(
    "/v1/schemas",
    operation_id="listerSchemas",
    summary="Schémas publiés",
    response_model=list[str],
    responses=INCHANGEE,
)
@Declaration(exemple=noms_des_schemas)
async def lister_schemas(requete: Request) -> Response:
    """Les noms des schémas : `-depot` dit toutes les règles, `-brouillon` la forme seule,
    `-formulaire` toutes les règles, écrites pour une bibliothèque qui dessine le formulaire.
    """
    return await repondre_fixe(requete, to_json(noms_des_schemas()), JSON)


@routes.get(
    "/v1/schemas/{nom}",
    operation_id="lireSchema",
    summary="Un schéma JSON",
    response_class=Response,
    dependencies=[PARAMETRES_CONNUS],
    responses={
        200: {
            "description": "Le schéma.",
            "content": {SCHEMA_JSON: {"schema": reference("SchemaJson")}},
        },
        **INCHANGEE,
        **reponses(Introuvable, RequeteInvalide),
    },
)
@Declaration(exemple=exemples.schema)
async def lire_schema(
    nom: Annotated[
        str,
        Path(
            title="NomDeSchema",
            description="La partie du formulaire, et l'usage qu'on en fait.",
            examples=["dossier-depot"],
            json_schema_extra={"enum": [*noms_des_schemas()]},
        ),
    ],
    requete: Request,
    dialecte: Annotated[
        Dialecte, Query(description="Dialecte de JSON Schema.", examples=["2020-12"])
    ] = Dialecte.RECENT,
) -> Response:
    """Pour un dépôt, un brouillon ou un formulaire à l'écran ; d'un dossier ou d'une section."""
    if nom not in noms_des_schemas():
        raise Introuvable(f"Schémas publiés : {', '.join(noms_des_schemas())}.")
    schema = to_json(schema_publie(nom, dialecte.value))
    return await repondre_fixe(requete, schema, SCHEMA_JSON)


@routes.get(
    "/v1/schemas/ui/{bibliotheque}",
    operation_id="lireInterface",
    summary="Le formulaire, pour une bibliothèque qui le dessine",
    response_class=Response,
    responses={
        200: {
            "description": "L'interface, pour le schéma `dossier-formulaire`.",
            "content": {JSON: {"schema": reference("InterfaceJson")}},
        },
        **INCHANGEE,
        **reponses(RequeteInvalide),
    },
)
@Declaration(exemple=Bibliotheque.JSONFORMS.interface)
async def lire_interface(
    bibliotheque: Annotated[
        Bibliotheque,
        Path(description="La bibliothèque qui dessine le formulaire.", examples=["rjsf"]),
    ],
    requete: Request,
) -> Response:
    """JSON Forms (`uischema`) : une catégorie par section, les conditions en règles.
    RJSF (`uiSchema`) : l'ordre et les widgets.
    """
    return await repondre_fixe(requete, to_json(bibliotheque.interface()), JSON)


@routes.get(
    "/v1/referentiels/{nom}",
    operation_id="chercherReferentiel",
    summary="Chercher dans un référentiel",
    description=f"EPCI et EPT de {MILLESIME}, régions, axes et autres choix du formulaire : de "
    "quoi proposer une\nréponse pendant la saisie. Pour la page suivante, rendez `suivant` dans "
    "`apres`.",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(Introuvable, RequeteInvalide),
)
@Declaration(exemple=exemples.elements)
async def referentiel(
    nom: Annotated[
        str,
        Path(
            title="NomDeReferentiel",
            description="Le référentiel où chercher.",
            examples=["epci"],
            json_schema_extra={"enum": [*NOMS]},
        ),
    ],
    q: Annotated[
        str,
        Query(
            pattern=motif(SANS_NUL),
            max_length=100,
            description="Mots cherchés dans le code et le libellé, sans égard aux accents.",
            examples=["havre seine"],
        ),
    ] = "",
    apres: Annotated[
        str | None,
        Query(
            pattern="^[0-9a-z_]{1,40}$",
            max_length=40,
            description="Curseur : `suivant` de la page d'avant.",
            examples=["200084952"],
        ),
    ] = None,
    limite: Annotated[
        int, Query(ge=1, le=100, description="Éléments par page.", examples=[20])
    ] = 20,
) -> Elements:
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
@Declaration(exemple=lambda: _decrire(catalogue()["dossier-incomplet"]))
async def probleme(
    code: Annotated[
        str,
        Path(
            title="CodeDeProbleme",
            description="Le code du problème : la fin de son `type`.",
            examples=["dossier-incomplet"],
            json_schema_extra={"enum": [*catalogue()]},
        ),
    ],
) -> TypeDeProbleme:
    """Le code, le statut HTTP, le titre et le sens d'un type de problème (RFC 9457) : la page à
    laquelle mène le `type` de chaque refus.
    """
    classe: type[Probleme] | None = catalogue().get(code)
    if classe is None:
        raise Introuvable
    return _decrire(classe)
