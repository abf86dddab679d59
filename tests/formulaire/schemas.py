"""The published schemas at work: where validators find a dossier wrong, as pointers.

A missing or unknown key is found where it would be; ajv answers the same way in `ajv.py`.
"""

from functools import cache
from typing import Any, Final, cast

import fastjsonschema
import jsonschema
import jsonschema_rs
from jsonschema_rs import ValidationErrorKind

from app.formulaire.schemas_publies import schema_publie
from app.kit.json_pointer import pointeur
from tests.formulaire.exemples import Json

# python-jsonschema types its validators by halves.
EN_PYTHON: Final[dict[str, Any]] = {
    "2020-12": jsonschema.Draft202012Validator,
    "draft-07": jsonschema.Draft7Validator,
}
DIALECTES: Final = list(EN_PYTHON)


@cache
def rapide(nom: str, version: str = "2020-12") -> jsonschema_rs.Validator:
    """The published schema `nom` compiled by jsonschema-rs."""
    return jsonschema_rs.validator_for(schema_publie(nom, version))


def lieux(nom: str, dossier: Any, version: str = "2020-12") -> set[str]:
    """Where jsonschema-rs finds the dossier wrong."""
    trouves: set[str] = set()
    for erreur in rapide(nom, version).iter_errors(dossier):
        match erreur.kind:
            case ValidationErrorKind.Required(property=cle):
                cles = [cle]
            case ValidationErrorKind.AdditionalProperties(unexpected=inconnues):
                cles = inconnues
            case ValidationErrorKind.PropertyNames(error=inconnue):
                cles = [str(inconnue.instance)]
            case _:
                cles = None
        ici = pointeur(*erreur.instance_path)
        trouves |= {ici + pointeur(cle) for cle in cles} if cles is not None else {ici}
    return trouves


@cache
def _en_python(nom: str, version: str) -> Any:
    return EN_PYTHON[version](schema_publie(nom, version))


def lieux_selon_python(nom: str, dossier: Any, version: str = "2020-12") -> set[str]:
    """Where python-jsonschema finds the dossier wrong."""
    trouves: set[str] = set()
    for erreur in _en_python(nom, version).iter_errors(dossier):
        ici, instance = pointeur(*erreur.absolute_path), erreur.instance
        if erreur.validator == "required":
            cles = set(erreur.validator_value) - set(instance)
        elif erreur.validator == "additionalProperties":
            cles = set(instance) - set(erreur.schema["properties"])
        elif "propertyNames" in erreur.schema_path:
            cles = {instance}
        else:
            trouves.add(ici)
            continue
        trouves |= {ici + pointeur(cle) for cle in cles}
    return trouves


@cache
def _rapide_en_python(nom: str) -> Any:
    return fastjsonschema.compile(schema_publie(nom, "draft-07"))


def accepte_selon_fastjsonschema(nom: str, dossier: Any) -> bool:
    """Whether fastjsonschema accepts the dossier (draft-07); it tells of one error alone."""
    try:
        _rapide_en_python(nom)(dossier)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


def noeuds(schema: object) -> list[Json]:
    """Every object within a schema, itself included."""
    if isinstance(schema, list):
        return [n for element in cast(list[Any], schema) for n in noeuds(element)]
    if not isinstance(schema, dict):
        return []
    objet = cast(Json, schema)
    return [objet, *(n for valeur in objet.values() for n in noeuds(valeur))]
