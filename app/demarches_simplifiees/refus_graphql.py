"""What an answer of GraphQL says of what it refuses: a message, and DS's code of it."""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError

from app.demarches_simplifiees.refus_de_ds import INTERNE, MAUVAISE_DEMANDE


def refus(message: str, code: str) -> GraphQLError:
    """An error to raise; `code` is one that clients of DS know."""
    return GraphQLError(message, extensions={"code": code})


def dire(erreur: GraphQLError) -> Mapping[str, Any]:
    """An error as an answer says it; what nobody foresaw tells nothing of itself."""
    dite = erreur.formatted
    if "code" in dite.get("extensions", {}):
        return dite
    if erreur.original_error is None:
        return {**dite, "extensions": {"code": MAUVAISE_DEMANDE}}
    nul = "non-nullable" in erreur.message
    code, message = ("invalid_null", erreur.message) if nul else (INTERNE, "Erreur interne.")
    return {**dite, "message": message, "extensions": {"code": code}}
