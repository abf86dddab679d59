"""What clients of Démarches Simplifiées are told of what is refused: a message, and DS's code."""

from collections.abc import Mapping
from typing import Any, Final

NON_TROUVE: Final = "not_found"
SANS_DROIT: Final = "forbidden"
INTERDIT: Final = "unauthorized"
MAUVAISE_DEMANDE: Final = "bad_request"
TROP_LONG: Final = "timeout"
INTERNE: Final = "internal_server_error"
_CODES: Final = {401: INTERDIT, 403: SANS_DROIT, 404: NON_TROUVE, 503: TROP_LONG}


class RefusDeDs(Exception):
    """Something that is asked for is not given."""

    def __init__(self, message: str, code: str) -> None:
        self.message = message
        self.code = code
        super().__init__(message)


def en_graphql(message: str, code: str) -> Mapping[str, Any]:
    """The body of an answer that has nothing to give."""
    return {"data": None, "errors": [{"message": message, "extensions": {"code": code}}]}


def code_de(statut: int) -> str:
    """That of a refusal which another part of the service made, by its HTTP status."""
    return _CODES.get(statut, MAUVAISE_DEMANDE)
