"""Documents that are published with their signature, whatever they say.

A published one shows its content and carries the same, signed: `{"<nom>": {...}, "jws":
"<compact>"}`, the payload of the JWS being the RFC 8785 bytes of the content.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final, TypeVar

import rfc8785
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

from app.kit.keys.signature import SignatureInvalide, verifier


def _a_la_milliseconde(instant: datetime) -> datetime:
    # Truncated, never rounded: 23:59:59.9996 must not become the next day.
    return instant.astimezone(UTC).replace(microsecond=instant.microsecond // 1000 * 1000)


def _rfc3339(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Instant = Annotated[
    AwareDatetime,
    AfterValidator(_a_la_milliseconde),
    PlainSerializer(_rfc3339, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""An instant as a signed document says it: in UTC, to the millisecond."""
Empreinte = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
"""A SHA-256, in hexadecimal."""


class Fige(BaseModel):
    """A part of a signed document: nothing is added to it, nothing changes in it."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )


class Signe(BaseModel):
    """A document as published: its content, under a name of its own, then `jws`, a text."""

    model_config = ConfigDict(frozen=True, extra="forbid")


S = TypeVar("S", bound=Signe)
_JWS: Final = "jws"


def octets_canoniques(document: Fige) -> bytes:
    """The RFC 8785 bytes of a document: what its signature covers."""
    return rfc8785.dumps(document.model_dump(mode="json"))


def relire(contenu: bytes, modele: type[S], typ: str, jwks: Mapping[str, Any], refus: str) -> S:
    """The document in the JSON file `contenu`, once proved to be what a key of `jwks` signed.

    `typ` is the type of its signature; `refus` says, in French, that the file is no such document.
    Raises `SignatureInvalide`, also when what the file shows differs from what was signed.
    """
    try:
        lu: dict[str, Any] = json.loads(contenu, object_pairs_hook=_sans_cle_double)
        signe = modele.model_validate(lu)
        # From the text itself: the model would forgive an hour written otherwise.
        (affiche,) = (rfc8785.dumps(valeur) for nom, valeur in lu.items() if nom != _JWS)
    except (ValueError, RecursionError) as erreur:
        raise SignatureInvalide(refus) from erreur
    if verifier(lu[_JWS], typ, jwks) != affiche:
        raise SignatureInvalide("Le contenu affiché n'est pas celui qui a été signé.")
    return signe


def _sans_cle_double(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse `{"a": 1, "a": 2}`, of which two readers may each see a different half."""
    objet = dict(paires)
    if len(objet) != len(paires):
        raise ValueError("duplicate key")
    return objet
