"""Reading JSON that strangers send."""

from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from app.formulaire.conditions import pointeur
from app.formulaire.messages import ecart
from app.kit.web.problems import CorpsIllisible, FormeRefusee, RequeteInvalide

Modele = TypeVar("Modele", bound=BaseModel)


def lire_json(corps: bytes) -> dict[str, Any]:
    """A JSON object (RFC 8259); raises `CorpsIllisible`, `FormeRefusee` for another JSON value."""
    try:
        valeur = from_json(corps, allow_inf_nan=False)
    except ValueError as erreur:
        raise CorpsIllisible(f"JSON illisible : {erreur}") from None
    if not isinstance(valeur, dict):
        raise FormeRefusee(erreurs=[ecart("", "type_invalide", attendu="objet")])
    return cast(dict[str, Any], valeur)


def lire_modele(corps: bytes, modele: type[Modele]) -> Modele:
    """A small body, whole; raises `CorpsIllisible`, `RequeteInvalide` with a pointer to each fault.

    What was sent is not repeated: it may be a secret.
    """
    try:
        return modele.model_validate_json(corps, strict=True)
    except ValidationError as refus:
        fautes = refus.errors(include_url=False, include_context=False, include_input=False)
    if fautes[0]["type"] == "json_invalid":
        raise CorpsIllisible
    parametres = [
        {"dans": "body", "nom": pointeur(*faute["loc"]), "type": faute["type"]} for faute in fautes
    ]
    raise RequeteInvalide("Un membre du corps ne convient pas.", parametres=parametres)
