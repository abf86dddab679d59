"""Signatures: JWS (RFC 7515) in Ed25519 (RFC 9864), checked without the service.

Who verifies needs only the public keys of `/.well-known/jwks.json`. What is signed has a type: a
signature of one kind of thing is never taken for one of another (RFC 8725, 3.11).
"""

import hmac
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import deserialize_compact, serialize_compact
from joserfc.util import urlsafe_b64decode
from pydantic import BaseModel, ConfigDict

from app.kit.glossary import decrit

ALGORITHME: Final = "Ed25519"


class SignatureInvalide(Exception):
    """What was shown is not what the service signed. The message, in French, says why."""


class CleIllisible(Exception):
    """The file of the key holds no Ed25519 private key."""


@decrit("La moitié publique d'une clé qui signe les accusés et les lettres (JWK, RFC 8037).")
@dataclass(frozen=True, slots=True)
class ClePublique:
    """The public half of a key that signs, as a JWK (RFC 8037)."""

    kty: str
    crv: str
    x: str
    kid: str
    use: str
    alg: str


@decrit("Les clés avec lesquelles vérifier les accusés et les lettres (JWK Set, RFC 7517).")
@dataclass(frozen=True, slots=True)
class ClesPubliques:
    """The keys that signatures are verified with, as a JWK Set (RFC 7517)."""

    keys: list[ClePublique]


@dataclass(frozen=True)
class CleSignature:
    """The private key of the service. `kid` is its RFC 7638 thumbprint (SHA-256)."""

    _cle: OKPKey = field(repr=False)
    kid: str

    def signer(self, charge: bytes, typ: str) -> str:
        """A compact JWS of `charge`, whose header has `alg`, `kid` and the type of what it is."""
        entete = {"alg": ALGORITHME, "kid": self.kid, "typ": typ}
        return serialize_compact(entete, charge, self._cle, algorithms=[ALGORITHME])

    def secret(self, usage: str) -> bytes:
        """32 bytes that only the holder of this key can make, different for each `usage`."""
        graine = urlsafe_b64decode(str(self._cle.as_dict(private=True)["d"]).encode())
        return hmac.digest(graine, f"territoires-industrie {usage}".encode(), "sha256")

    def jwks(self) -> dict[str, Any]:
        """The public half, as a JWK Set (RFC 7517)."""
        publique = self._cle.as_dict(private=False, kid=self.kid, use="sig", alg=ALGORITHME)
        return {"keys": [publique]}


def charger_ou_creer(chemin: Path) -> CleSignature:
    """The key kept in the PEM file `chemin`, made (mode 0600) when there is none.

    Processes that start together agree on one key. Raises `CleIllisible` when the file is no
    Ed25519 private key; a key is never replaced: what it signed would no longer verify.
    """
    if not chemin.exists():
        chemin.parent.mkdir(0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            # A link, unlike a rename, never replaces a file.
            ecrire_neuve(chemin, lambda brouillon, chemin: chemin.hardlink_to(brouillon))
    return charger(chemin)


def charger(chemin: Path) -> CleSignature:
    """The key kept in the PEM file `chemin`; raises `CleIllisible`, `OSError`."""
    try:
        cle = OKPKey.import_key(chemin.read_bytes())
    except (JoseError, ValueError) as erreur:
        raise CleIllisible(f"{chemin} holds no readable private key") from erreur
    if not cle.is_private or cle.curve_name != ALGORITHME:
        raise CleIllisible(f"{chemin} holds no {ALGORITHME} private key")
    return CleSignature(cle, cle.thumbprint())


def ecrire_neuve(chemin: Path, nommer: Callable[[Path, Path], object]) -> None:
    """Write a new key (mode 0600) whole beside `chemin`, then have `nommer` give it that name.

    On return it survives a power cut.
    """
    # mkstemp opens with mode 0600.
    descripteur, nom = tempfile.mkstemp(dir=chemin.parent, prefix=".cle-")
    brouillon = Path(nom)
    try:
        with os.fdopen(descripteur, "wb") as fichier:
            fichier.write(OKPKey.generate_key(ALGORITHME).as_pem(private=True))
            fichier.flush()
            os.fsync(fichier.fileno())
        nommer(brouillon, chemin)
    finally:
        brouillon.unlink(missing_ok=True)
    _fsync_dossier(chemin.parent)


def verifier(jws: str, typ: str, jwks: Mapping[str, Any]) -> bytes:
    """The payload of a compact JWS signed as `CleSignature.signer` does, by a key of `jwks`.

    Raises `SignatureInvalide` on anything else, whatever the header pretends.
    """
    cle = _cle_publiee(_kid_annonce(jws, typ), jwks)
    try:
        return deserialize_compact(jws, cle, algorithms=[ALGORITHME]).payload
    except (JoseError, ValueError) as erreur:
        raise SignatureInvalide("La signature ne correspond pas au contenu.") from erreur


class _Entete(BaseModel):
    """The only header that is accepted: nothing in it chooses the algorithm or brings a key."""

    model_config = ConfigDict(extra="forbid", strict=True)

    alg: Literal["Ed25519"]
    kid: str
    typ: str


class _ClePubliee(BaseModel):
    kty: str
    kid: str | None = None
    crv: str | None = None
    x: str | None = None


class _ClesPubliees(BaseModel):
    keys: list[_ClePubliee]


def _kid_annonce(jws: str, typ: str) -> str:
    try:
        entete = _Entete.model_validate_json(urlsafe_b64decode(jws.split(".")[0].encode()))
    except ValueError as erreur:
        raise SignatureInvalide("La signature n'est pas du type attendu.") from erreur
    if entete.typ != typ:
        raise SignatureInvalide("La signature n'est pas du type attendu.")
    return entete.kid


def _cle_publiee(kid: str, jwks: Mapping[str, Any]) -> OKPKey:
    try:
        for cle in _ClesPubliees.model_validate(jwks).keys:
            if (cle.kty, cle.crv, cle.kid) == ("OKP", ALGORITHME, kid) and cle.x:
                return OKPKey.import_key({"kty": "OKP", "crv": ALGORITHME, "x": cle.x})
    except (JoseError, ValueError) as erreur:
        raise SignatureInvalide("Les clés publiques fournies sont illisibles.") from erreur
    raise SignatureInvalide("La clé qui a signé n'est pas parmi les clés publiques du service.")


def _fsync_dossier(dossier: Path) -> None:
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)
