"""Reading small bodies that strangers send."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from app.kit.json_pointer import pointeur
from app.kit.web.problems import FAUTES_MAX, CorpsIllisible, ParametreRefuse, RequeteInvalide

Modele = TypeVar("Modele", bound=BaseModel)


def lire_modele(corps: bytes, modele: type[Modele]) -> Modele:
    """A small body, whole; raises `CorpsIllisible`, `RequeteInvalide` with pointers to its faults.

    What was sent is not repeated: it may be a secret.
    """
    try:
        return modele.model_validate_json(corps, strict=True)
    except ValidationError as refus:
        fautes = refus.errors(include_url=False, include_context=False, include_input=False)
    if fautes[0]["type"] == "json_invalid":
        raise CorpsIllisible
    parametres = [
        ParametreRefuse("body", pointeur(*faute["loc"]), faute["type"])
        for faute in fautes[:FAUTES_MAX]
    ]
    raise RequeteInvalide("Un membre du corps ne convient pas.", parametres=parametres)
