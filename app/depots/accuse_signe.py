"""A receipt and its signature.

A published receipt shows its content and carries the same, signed:
`{"accuse": {...}, "jws": "<compact>"}`, the payload of the JWS being the RFC 8785 bytes of
`accuse`.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

import rfc8785
from pydantic import BaseModel, ConfigDict

from app.depots.accuse import Accuse, octets_canoniques
from app.kit.glossary import decrit
from app.kit.keys.signature import CleSignature, SignatureInvalide, verifier

TYPE_JWS: Final = "accuse-reception+jws"


@decrit("Un accusé de réception, et sa signature, qui se vérifie sans le service.")
class AccuseSigne(BaseModel):
    """A receipt and its signature, as published."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    accuse: Accuse
    jws: str


def sceller(accuse: Accuse, cle: CleSignature) -> AccuseSigne:
    """Sign a receipt."""
    return AccuseSigne(accuse=accuse, jws=cle.signer(octets_canoniques(accuse), TYPE_JWS))


def verifier_accuse(contenu: bytes, jwks: Mapping[str, Any]) -> Accuse:
    """The receipt in the JSON file `contenu`, once proved to be what a key of `jwks` signed.

    Raises `SignatureInvalide`, also when what the file shows differs from what was signed.
    """
    try:
        lu: dict[str, Any] = json.loads(contenu, object_pairs_hook=_sans_cle_double)
        signe = AccuseSigne.model_validate(lu)
        # From the text itself: the model would forgive an hour written otherwise.
        affiche = rfc8785.dumps(lu["accuse"])
    except (ValueError, RecursionError) as erreur:
        raise SignatureInvalide("Ce fichier n'est pas un accusé de réception signé.") from erreur
    if verifier(signe.jws, TYPE_JWS, jwks) != affiche:
        raise SignatureInvalide("Le contenu affiché n'est pas celui qui a été signé.")
    return signe.accuse


def _sans_cle_double(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse `{"a": 1, "a": 2}`, of which two readers may each see a different half."""
    objet = dict(paires)
    if len(objet) != len(paires):
        raise ValueError("duplicate key")
    return objet
