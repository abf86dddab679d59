"""Texts that mean something to us alone, and only to whom they were given, there: cursors."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from typing import Final

_SCEAU: Final = 16  # bytes


def sceller(octets: bytes, secret: bytes, pour: bytes) -> str:
    """These bytes as text (base64url), sealed; `pour` says what for and for whom."""
    return urlsafe_b64encode(octets + _sceau(secret, octets, pour)).rstrip(b"=").decode()


def desceller(texte: str, secrets: Iterable[bytes], pour: bytes) -> bytes | None:
    """The bytes of a text in base64url; None if it was not sealed for that.

    `secrets`: any of those that it may have been sealed with.
    """
    try:
        lu = urlsafe_b64decode(texte + "=" * (-len(texte) % 4))
    except ValueError:
        return None
    octets, sceau = lu[:-_SCEAU], lu[-_SCEAU:]
    if any(hmac.compare_digest(sceau, _sceau(secret, octets, pour)) for secret in secrets):
        return octets
    return None


def _sceau(secret: bytes, octets: bytes, pour: bytes) -> bytes:
    return hmac.digest(secret, b"curseur\0" + octets + pour, "sha256")[:_SCEAU]
