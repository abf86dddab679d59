"""Results and their signature, as published: `{"resultats": {...}, "jws": "<compact>"}`."""

from collections.abc import Mapping
from typing import Any, Final

from app.kit.glossary import decrit
from app.kit.keys.documents import Signe, octets_canoniques, relire
from app.kit.keys.signature import CleSignature
from app.resultats.resultats_publies import Resultats

TYPE_JWS: Final = "resultats+jws"
_REFUS: Final = "Ce fichier n'est pas celui de résultats signés."


@decrit("Les résultats, et leur signature, qui se vérifie sans le service.")
class ResultatsSignes(Signe):
    """Results and their signature, as published."""

    resultats: Resultats
    jws: str


def sceller_les_resultats(resultats: Resultats, cle: CleSignature) -> ResultatsSignes:
    """Sign results."""
    jws = cle.signer(octets_canoniques(resultats), TYPE_JWS)
    return ResultatsSignes(resultats=resultats, jws=jws)


def verifier_les_resultats(contenu: bytes, jwks: Mapping[str, Any]) -> Resultats:
    """The results in the JSON file `contenu`, once proved to be what a key of `jwks` signed.

    Raises `SignatureInvalide`, also when what the file shows differs from what was signed.
    """
    return relire(contenu, ResultatsSignes, TYPE_JWS, jwks, _REFUS).resultats
