"""The secrets that webhooks are signed with: shown once, kept encrypted, opened to sign.

Encrypted (AES-256-GCM) with a key that the service's own derives, and bound to their endpoint: a
row copied to another endpoint opens nothing there.
"""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from secrets import token_bytes
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

USAGE: Final = "crochets"
"""What the key is derived for (`CleSignature.secret`, `Trousseau.secrets`)."""
PREFIXE: Final = "whsec_"
OCTETS: Final = 32  # Standard Webhooks: 24 to 64
_NONCE: Final = 12  # bytes (NIST SP 800-38D)


class SecretIllisible(Exception):
    """It was encrypted for another endpoint, or with a key that is no longer there."""


def nouveau_secret() -> str:
    """A secret in the form of Standard Webhooks: `whsec_`, then base64."""
    return PREFIXE + b64encode(token_bytes(OCTETS)).decode()


def enfermer(secret: str, crochet: UUID, cle: bytes) -> bytes:
    """The secret of this endpoint, encrypted with a key of 32 bytes."""
    nonce = token_bytes(_NONCE)
    return nonce + AESGCM(cle).encrypt(nonce, secret.encode(), crochet.bytes)


def ouvrir(enferme: bytes, crochet: UUID, cles: Sequence[bytes]) -> str:
    """The secret of this endpoint, by any of these keys; raises `SecretIllisible`."""
    for cle in cles:
        try:
            clair = AESGCM(cle).decrypt(enferme[:_NONCE], enferme[_NONCE:], crochet.bytes)
        except (InvalidTag, ValueError):
            continue
        return clair.decode()
    raise SecretIllisible(f"webhook {crochet}")


def secrets_en_force(ligne: Any, cles: Sequence[bytes], le: datetime) -> list[str]:
    """Those that sign at that instant for a row of `crochet`, the newest first.

    Raises `SecretIllisible`.
    """
    gardes = [ligne.secret]
    if ligne.ancien_secret is not None and le < ligne.ancien_jusqu_a:
        gardes.append(ligne.ancien_secret)
    return [ouvrir(garde, ligne.id, cles) for garde in gardes]
