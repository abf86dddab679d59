"""Claims about a token or an account: JSON objects, whose names are the provider's."""

from typing import Any, cast

from pydantic_core import from_json

Revendications = dict[str, Any]


def lire_objet(corps: bytes) -> Revendications:
    """A JSON object. Raises `ValueError` for anything else."""
    lu = from_json(corps, allow_inf_nan=False)
    if not isinstance(lu, dict):
        raise ValueError("a JSON object was expected")
    return cast(Revendications, lu)
