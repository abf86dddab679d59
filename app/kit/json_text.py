"""Reading JSON that strangers send."""

from typing import Any, cast

from pydantic_core import from_json

from app.formulaire.messages import ecart
from app.kit.problems import CorpsIllisible, FormeRefusee


def lire_json(corps: bytes) -> dict[str, Any]:
    """A JSON object (RFC 8259); raises `CorpsIllisible`, `FormeRefusee` for another JSON value."""
    try:
        valeur = from_json(corps, allow_inf_nan=False)
    except ValueError as erreur:
        raise CorpsIllisible(f"JSON illisible : {erreur}") from None
    if not isinstance(valeur, dict):
        raise FormeRefusee(erreurs=[ecart("", "type_invalide", attendu="objet")])
    return cast(dict[str, Any], valeur)
