"""The secrets that this service gives: 256 random bits, of which only the SHA-256 is stored."""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Final

from app.acces.refus import JetonAbsent, JetonMalForme


class Prefixe(StrEnum):
    """What a secret opens; by it secret scanners recognise one that leaked."""

    CANDIDATURE = "tic_"
    CLE = "tip_"
    LIEN = "til_"
    ADRESSE = "tia_"
    LIEN_AVIS = "tid_"
    AVIS = "tiv_"
    ARRET = "tis_"


_FORME: Final = re.compile(rf"({'|'.join(Prefixe)})[A-Za-z0-9_-]{{43}}")
_PORTEUR: Final = re.compile(r"bearer +([!-~]+)", re.IGNORECASE)
# As Rails takes it, of which clients of Démarches Simplifiées use every spelling.
_PORTEUR_DE_DS: Final = re.compile(r"(?:bearer|token) +(?:token=)?(\"?)([!#-~]+)\1", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Jeton:
    """A secret, to be shown once; never logged."""

    texte: str = field(repr=False)

    @property
    def empreinte(self) -> bytes:
        """What is stored of it: SHA-256, 32 bytes."""
        return sha256(self.texte.encode("ascii")).digest()


def nouveau_jeton(prefixe: Prefixe = Prefixe.CANDIDATURE) -> Jeton:
    """A secret of 256 random bits."""
    return _jeton(prefixe, secrets.token_bytes(32))


def jeton_derive(secret: bytes, graine: bytes, prefixe: Prefixe = Prefixe.CANDIDATURE) -> Jeton:
    """A secret that can be made again with the service's own `secret`, without being stored.

    That of a candidature made under an idempotency key is, for a retry.
    """
    return _jeton(prefixe, hmac.digest(secret, graine, "sha256"))


def lire_jeton(texte: str, *prefixes: Prefixe) -> Jeton | None:
    """A secret with one of these prefixes; None for anything that was never one."""
    lue = _FORME.fullmatch(texte)
    return Jeton(texte) if lue and lue[1] in prefixes else None


def lire_autorisation(entete: str | None) -> str:
    """The token of an `Authorization: Bearer` header (RFC 6750), whoever issued it.

    Raises `JetonAbsent` without one, `JetonMalForme` for anything else.
    """
    if not entete:
        raise JetonAbsent(entetes={"WWW-Authenticate": "Bearer"})
    lue = _PORTEUR.fullmatch(entete.strip())
    if lue is None:
        raise mal_forme()
    return lue[1]


def lire_autorisation_de_ds(entete: str | None) -> str:
    """The same, also as `Token …`, with `token=` or quotes before it."""
    lue = _PORTEUR_DE_DS.fullmatch(entete.strip()) if entete else None
    return lue[2] if lue else lire_autorisation(entete)


def mal_forme() -> JetonMalForme:
    """The refusal of what is no token."""
    return JetonMalForme(entetes={"WWW-Authenticate": 'Bearer error="invalid_token"'})


def _jeton(prefixe: Prefixe, octets: bytes) -> Jeton:
    return Jeton(prefixe + urlsafe_b64encode(octets).rstrip(b"=").decode("ascii"))
