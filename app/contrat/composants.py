"""The named schemas of the OpenAPI document: what FastAPI found, and what the form publishes."""

from typing import Any, Final, cast

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from app.contrat.historique import schemas_des_evenements
from app.contrat.precisions import preciser
from app.contrat.problemes import schemas_des_problemes
from app.formulaire.dossier import Dossier
from app.formulaire.forme import forme
from app.formulaire.projections import Projection
from app.formulaire.section import Groupe
from app.kit.web.declaration import COMPOSANTS

Json = dict[str, Any]
_REF: Final = COMPOSANTS + "{model}"
_DE_FASTAPI: Final = ("HTTPValidationError", "ValidationError")

# JSON whose keys the contract does not name. Free, for of a type that meets itself again one
# generator in two makes what does not compile, or loses the values.
_LIBRES: Final = {
    "DossierQuelconque": "Un dossier tel qu'un client pourrait l'envoyer, juste ou faux.",
    "SchemaJson": "Un schéma JSON, dans le dialecte demandé.",
    "InterfaceJson": "Une interface, dans les mots de la bibliothèque demandée.",
    "TableSchema": "Ce que disent les colonnes d'un tableau (specs.frictionlessdata.io).",
    "TerritoiresGeojson": "Des territoires, en GeoJSON (RFC 7946).",
    "ErreursRjsf": "L'`ErrorSchema` de RJSF : les clés du dossier, le rang dans les listes, et les "
    "messages, une liste de textes, sous `__errors`. Ce qui n'est pas un champ (clé inconnue, "
    "fichier) est dit à ce qui le contient.",
}
_JSON: Final[Json] = {
    nom: {"title": nom, "description": texte, "type": "object", "additionalProperties": True}
    for nom, texte in _LIBRES.items()
}


def composants(trouves: Json, corps: Json) -> Json:
    """All schemas by name, in alphabetical order.

    `trouves` are those of FastAPI, `corps` those that the bodies of requests bring.
    """
    brouillon = definitions(TypeAdapter(forme(Dossier)), mode="validation")
    schemas = schemas_des_problemes() | {n: s for n, s in trouves.items() if n not in _DE_FASTAPI}
    schemas |= definitions(TypeAdapter(Projection)) | _JSON
    schemas |= definitions(TypeAdapter(Dossier), SchemaDeReponse)
    schemas |= brouillon | _correctif(brouillon)
    schemas |= schemas_des_evenements(schemas["Evenement"])
    for nom, schema in schemas.items():
        if not nom.endswith(("Brouillon", "Correctif")):
            _toujours_present(schema)
    schemas |= corps  # whose defaults stand: they are questions
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


def definitions(
    type_: TypeAdapter[Any],
    generateur: type[GenerateJsonSchema] = GenerateJsonSchema,
    mode: JsonSchemaMode = "serialization",
) -> Json:
    """The component of a type, and those that it leads to, by name."""
    schema = type_.json_schema(ref_template=_REF, mode=mode, schema_generator=generateur)
    definitions = cast(Json, schema.pop("$defs", {}))
    for definition in definitions.values():
        for propriete in definition.get("properties", {}).values():
            if any("enum" in forme for forme in propriete.get("anyOf", ())):
                del propriete["anyOf"]  # of a thousand SIREN
    return {**definitions, schema["title"]: schema}


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
