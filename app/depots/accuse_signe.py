"""A receipt and its signature, as published: `{"accuse": {...}, "jws": "<compact>"}`."""

from collections.abc import Mapping
from typing import Any, Final

from app.depots.accuse import Accuse
from app.kit.glossary import decrit
from app.kit.keys.documents import Signe, octets_canoniques, relire
from app.kit.keys.signature import CleSignature

TYPE_JWS: Final = "accuse-reception+jws"
_REFUS: Final = "Ce fichier n'est pas un accusé de réception signé."


@decrit("Un accusé de réception, et sa signature, qui se vérifie sans le service.")
class AccuseSigne(Signe):
    """A receipt and its signature, as published."""

    accuse: Accuse
    jws: str


def sceller(accuse: Accuse, cle: CleSignature) -> AccuseSigne:
    """Sign a receipt."""
    return AccuseSigne(accuse=accuse, jws=cle.signer(octets_canoniques(accuse), TYPE_JWS))


def verifier_accuse(contenu: bytes, jwks: Mapping[str, Any]) -> Accuse:
    """The receipt in the JSON file `contenu`, once proved to be what a key of `jwks` signed.

    Raises `SignatureInvalide`, also when what the file shows differs from what was signed.
    """
    return relire(contenu, AccuseSigne, TYPE_JWS, jwks, _REFUS).accuse
