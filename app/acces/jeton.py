"""The secret of a candidature: 256 random bits, of which only the SHA-256 is stored."""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from app.kit.problems import JetonAbsent, JetonMalForme

PREFIXE: Final = "tic_"  # lets secret scanners recognise a leaked token
_FORME: Final = re.compile(rf"{PREFIXE}[A-Za-z0-9_-]{{43}}")


@dataclass(frozen=True, slots=True)
class Jeton:
    """A secret, to be shown once; never logged."""

    texte: str = field(repr=False)

    @property
    def empreinte(self) -> bytes:
        """What is stored of it: SHA-256, 32 bytes."""
        return sha256(self.texte.encode("ascii")).digest()


def nouveau_jeton() -> Jeton:
    """A secret of 256 random bits."""
    return _jeton(secrets.token_bytes(32))


def jeton_derive(secret: bytes, graine: bytes) -> Jeton:
    """The secret of a candidature made under an idempotency key.

    It can be made again for a retry, with the service's own `secret`, without being stored.
    """
    return _jeton(hmac.digest(secret, graine, "sha256"))


def lire_autorisation(entete: str | None) -> Jeton:
    """The token of an `Authorization: Bearer` header (RFC 6750).

    Raises `JetonAbsent` without one, `JetonMalForme` for anything that was never issued.
    """
    if not entete:
        raise JetonAbsent(entetes={"WWW-Authenticate": "Bearer"})
    schema, _, texte = entete.partition(" ")
    if schema.lower() != "bearer" or not _FORME.fullmatch(texte.strip()):
        raise JetonMalForme(entetes={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    return Jeton(texte.strip())


def _jeton(octets: bytes) -> Jeton:
    return Jeton(PREFIXE + urlsafe_b64encode(octets).rstrip(b"=").decode("ascii"))
