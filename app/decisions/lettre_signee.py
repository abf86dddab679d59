"""A letter and its signature, as published: `{"lettre": {...}, "jws": "<compact>"}`."""

from collections.abc import Mapping
from typing import Any, Final

from app.decisions.lettre import Lettre
from app.kit.glossary import decrit
from app.kit.keys.documents import Signe, octets_canoniques, relire
from app.kit.keys.signature import CleSignature

TYPE_JWS: Final = "lettre-decision+jws"
_REFUS: Final = "Ce fichier n'est pas une lettre de décision signée."


@decrit("Une lettre de décision, et sa signature, qui se vérifie sans le service.")
class LettreSignee(Signe):
    """A letter of decision and its signature, as published."""

    lettre: Lettre
    jws: str


def sceller_lettre(lettre: Lettre, cle: CleSignature) -> LettreSignee:
    """Sign a letter."""
    return LettreSignee(lettre=lettre, jws=cle.signer(octets_canoniques(lettre), TYPE_JWS))


def verifier_lettre(contenu: bytes, jwks: Mapping[str, Any]) -> Lettre:
    """The letter in the JSON file `contenu`, once proved to be what a key of `jwks` signed.

    Raises `SignatureInvalide`, also when what the file shows differs from what was signed.
    """
    return relire(contenu, LettreSignee, TYPE_JWS, jwks, _REFUS).lettre
