"""The published schemas at work: where two validators find a dossier wrong, as pointers."""

from functools import cache
from typing import Any, Final

import jsonschema
import jsonschema_rs
from jsonschema_rs import ValidationErrorKind

from app.formulaire.conditions import pointeur
from app.formulaire.publication import schema_publie

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
    """Where jsonschema-rs finds the dossier wrong; a missing or unknown key where it would be."""
    trouves: set[str] = set()
    for erreur in rapide(nom, version).iter_errors(dossier):
        match erreur.kind:
            case ValidationErrorKind.Required(property=cle):
                cles = [cle]
            case ValidationErrorKind.AdditionalProperties(unexpected=inconnues):
                cles = inconnues
            case _:
                cles = None
        ici = pointeur(*erreur.instance_path)
        trouves |= {ici + pointeur(cle) for cle in cles} if cles is not None else {ici}
    return trouves


def lieux_selon_python(nom: str, dossier: Any, version: str = "2020-12") -> set[str]:
    """As `lieux`, told by python-jsonschema."""
    trouves: set[str] = set()
    for erreur in EN_PYTHON[version](schema_publie(nom, version)).iter_errors(dossier):
        ici, instance = pointeur(*erreur.absolute_path), erreur.instance
        if erreur.validator == "required":
            cles = set(erreur.validator_value) - set(instance)
        elif erreur.validator == "additionalProperties":
            cles = set(instance) - set(erreur.schema["properties"])
        else:
            trouves.add(ici)
            continue
        trouves |= {ici + pointeur(cle) for cle in cles}
    return trouves
