"""The named schemas of the OpenAPI document: what FastAPI found, and what the form publishes."""

from typing import Any, Final, cast

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from app.acces.cles_decrites import DemandeDeCle, RotationDeCle
from app.acces.droits import Portee
from app.candidatures.partage.demandes import Demande
from app.contrat.evenements import schemas_des_evenements
from app.contrat.precisions import preciser
from app.contrat.problemes import schemas_des_problemes
from app.contrat.renvois import COMPOSANTS, reference
from app.formulaire.choix import Rubrique
from app.formulaire.dossier import Dossier
from app.formulaire.forme import forme
from app.formulaire.messages import Ecart
from app.formulaire.projections import Projection
from app.formulaire.section import Groupe
from app.kit.web.problems import ParametreRefuse
from app.pieces_jointes.inspection import CodeRefus
from app.plan_action.defauts import Defaut
from app.plan_action.importation import CLASSEUR_MAX

Json = dict[str, Any]
_REF: Final = COMPOSANTS + "{model}"
_DE_FASTAPI: Final = ("HTTPValidationError", "ValidationError")

_SCALAIRES: Final = [{"type": genre} for genre in ("string", "number", "boolean", "null")]
_OBJET: Final = reference("ObjetJson")
_MEMBRES: Final = reference("ValeurJson")
_ELEMENTS: Final = {"type": "array", "items": reference("ElementJson")}
# JSON whose keys the contract does not name. It meets itself again inside an object only, which is
# what every generator can write: a union that holds itself, openapi-python-client cannot.
_JSON: Final[Json] = {
    "DossierQuelconque": {
        "title": "DossierQuelconque",
        "description": "Un dossier tel qu'un client pourrait l'envoyer, juste ou faux.",
        "type": "object",
        "additionalProperties": _MEMBRES,
    },
    "ElementJson": {
        "title": "ElementJson",
        "description": "Un élément d'une liste JSON.",
        "anyOf": [*_SCALAIRES, _OBJET],
    },
    "ObjetJson": {
        "title": "ObjetJson",
        "description": "Un objet JSON.",
        "type": "object",
        "additionalProperties": _MEMBRES,
    },
    "SchemaJson": {
        "title": "SchemaJson",
        "description": "Un schéma JSON, dans le dialecte demandé.",
        "type": "object",
        "additionalProperties": _MEMBRES,
    },
    "InterfaceJson": {
        "title": "InterfaceJson",
        "description": "Une interface, dans les mots de la bibliothèque demandée.",
        "type": "object",
        "additionalProperties": _MEMBRES,
    },
    "ValeurJson": {
        "title": "ValeurJson",
        "description": "Une valeur JSON (RFC 8259).",
        "anyOf": [*_SCALAIRES, _ELEMENTS, _OBJET],
    },
}


def composants(trouves: Json, fichier_max: int) -> Json:
    """All schemas by name, in alphabetical order; `trouves` are those of FastAPI."""
    schemas = {nom: s for nom, s in trouves.items() if nom not in _DE_FASTAPI}
    schemas |= _definitions(TypeAdapter(Ecart)) | _definitions(TypeAdapter(Defaut))
    schemas |= _definitions(TypeAdapter(Portee))
    schemas |= _definitions(TypeAdapter(CodeRefus)) | _definitions(TypeAdapter(Projection))
    schemas |= _definitions(TypeAdapter(ParametreRefuse)) | _JSON
    schemas |= _definitions(TypeAdapter(Dossier), SchemaDeReponse)
    schemas |= _corps(fichier_max)
    for demande in Demande.__subclasses__():
        schemas |= _definitions(TypeAdapter(demande), mode="validation")
    schemas |= schemas_des_problemes()
    schemas |= schemas_des_evenements(schemas["Evenement"])
    for nom, schema in schemas.items():
        if not nom.endswith(("Brouillon", "Correctif")):
            _toujours_present(schema)
    for demande in (DemandeDeCle, RotationDeCle):  # whose defaults stand: they are questions
        schemas |= _definitions(TypeAdapter(demande), mode="validation")
    return dict(sorted(preciser(schemas).items()))


class SchemaDeReponse(GenerateJsonSchema):
    """A frozen dossier: an answer not given is left out, never null; reference data stay out."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """No default: it is an answer, not a question."""
        return self.generate_inner(schema["schema"])

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Text; what it must be like is said by the published schemas."""
        return {"type": "string"}

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Without the docstrings, which speak to who reads the code."""
        genere = super().model_schema(schema)
        if issubclass(schema["cls"], Groupe):
            genere.pop("description", None)
        return genere


def _definitions(
    type_: TypeAdapter[Any],
    generateur: type[GenerateJsonSchema] = GenerateJsonSchema,
    mode: JsonSchemaMode = "serialization",
) -> Json:
    schema = type_.json_schema(ref_template=_REF, mode=mode, schema_generator=generateur)
    definitions = cast(Json, schema.pop("$defs", {}))
    for definition in definitions.values():
        for propriete in definition.get("properties", {}).values():
            propriete.pop("enum", None)
    return {**definitions, schema["title"]: schema}


def _fichier(maximum: int) -> Json:
    texte = f"Le fichier, de {maximum} octets au plus."
    return {"type": "string", "format": "binary", "maxLength": maximum, "description": texte}


def _corps(fichier_max: int) -> Json:
    rubrique = reference("Rubrique")
    brouillon = _definitions(TypeAdapter(forme(Dossier)), mode="validation")
    return {
        **brouillon,
        **_definitions(TypeAdapter(Rubrique)),
        **_correctif(brouillon),
        "CreationCandidature": {
            "type": "object",
            "title": "CreationCandidature",
            "description": "Le dossier de départ, s'il y en a un.",
            "properties": {"dossier": reference("DossierCorrectif")},
            "additionalProperties": False,
        },
        "EnvoiDuPortail": {
            "type": "object",
            "title": "EnvoiDuPortail",
            "description": "Les réponses à fusionner dans la candidature.",
            "properties": {"dossier": reference("DossierCorrectif")},
            "additionalProperties": False,
        },
        "Televersement": {
            "type": "object",
            "title": "Televersement",
            "description": "Un fichier, et la rubrique du formulaire où il se range.",
            "properties": {"rubrique": rubrique, "fichier": _fichier(fichier_max)},
            "required": ["rubrique", "fichier"],
            "additionalProperties": False,
        },
        "ImportPlanAction": {
            "type": "object",
            "title": "ImportPlanAction",
            "description": "Le classeur du plan d'action, rempli.",
            "properties": {"fichier": _fichier(CLASSEUR_MAX)},
            "required": ["fichier"],
            "additionalProperties": False,
        },
    }


def _correctif(brouillon: Json) -> Json:
    """What is sent, a patch among others: the shape of a draft, where null is no answer."""
    correctif: Json = {}
    for nom, schema in brouillon.items():
        proprietes = {
            cle: {"anyOf": [_renommer(valeur), {"type": "null"}]}
            for cle, valeur in schema["properties"].items()
        }
        nouveau = nom.removesuffix("Brouillon") + "Correctif"
        correctif[nouveau] = {**schema, "title": nouveau, "properties": proprietes}
    return correctif


def _renommer(schema: Json) -> Json:
    if ref := schema.get("$ref"):
        return {**schema, "$ref": ref.removesuffix("Brouillon") + "Correctif"}
    if items := schema.get("items"):
        return {**schema, "items": _renommer(items)}
    return schema


def _toujours_present(schema: Json) -> None:
    """An answer's member that has a default is always there, null included."""
    for nom, propriete in schema.get("properties", {}).items():
        if "default" in propriete:
            del propriete["default"]
            requis = schema.setdefault("required", [])
            if nom not in requis:
                requis.append(nom)
