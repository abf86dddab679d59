"""The keys that the provider signs with, and what they signed (RFC 7515, 7517)."""

from collections.abc import Sequence
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key
from joserfc.jws import JWSRegistry, extract_compact, validate_compact
from pydantic import BaseModel, ConfigDict, ValidationError

from app.acces.oidc.appels import Appels
from app.acces.oidc.refus import hors_de_portee
from app.acces.oidc.releve import PAUSE, Releve
from app.acces.oidc.revendications import Revendications, lire_objet


class SignatureRefusee(Exception):
    """What was shown is not what a key of the provider signed, as the kind of thing asked for."""


class _Entete(BaseModel):
    """What we read of a header. `jku`, `x5u`, `jwk` and `x5c` offer keys: nobody takes them.

    What is marked `crit` would have to be understood, and none of it is.
    """

    model_config = ConfigDict(strict=True)

    alg: str
    typ: str = "jwt"
    kid: str | None = None
    crit: None = None


class _Jwks(BaseModel):
    keys: list[dict[str, Any]]


class Signatures:
    """Opens what the provider signed."""

    def __init__(self, publiees: Releve[list[Key]], algorithmes: Sequence[str]) -> None:
        self._publiees = publiees
        self._algorithmes = frozenset(algorithmes)
        # Unknown parameters of a header are ignored, as they must be (RFC 7515, 4).
        self._registre = JWSRegistry(algorithms=algorithmes, strict_check_header=False)

    async def ouvrir(self, jws: bytes, typ: str) -> Revendications:
        """The claims of a compact JWS of type `typ`, such as `at+jwt` (RFC 8725, 3.11).

        Raises `SignatureRefusee`; `Indisponible` when the keys cannot be had.
        """
        try:
            objet = extract_compact(jws, registry=self._registre)
            entete = _Entete.model_validate(objet.headers())
        except (JoseError, ValueError):
            raise SignatureRefusee from None
        if entete.typ.lower().removeprefix("application/") != typ:
            raise SignatureRefusee
        cle = await self._choisir(entete)
        try:
            if validate_compact(objet, cle, registry=self._registre):
                return lire_objet(objet.payload or b"")
        except (JoseError, ValueError):
            pass
        raise SignatureRefusee

    async def _choisir(self, entete: _Entete) -> Key:
        """The one published key that the header names, looked up anew where it is not known."""
        if entete.alg not in self._algorithmes:
            raise SignatureRefusee
        for age_max in (None, PAUSE):
            cles = await self._publiees.lire(age_max)
            convenables = [cle for cle in cles if self._convient(cle, entete)]
            if len(convenables) == 1:
                return convenables[0]
        raise SignatureRefusee

    def _convient(self, cle: Key, entete: _Entete) -> bool:
        if entete.kid is not None and cle.kid != entete.kid:
            return False
        try:
            # The key decides: its type, curve, `use` and `alg`, whatever the header asks for.
            self._registre.get_alg(entete.alg).check_key(cle)
        except JoseError:
            return False
        return True


async def lire_cles(appels: Appels, adresse: str) -> list[Key]:
    """Fetch the public keys; those that we cannot read are left out. Raises `Indisponible`."""
    reponse = await appels.demander("GET", adresse, {"Accept": "application/json"})
    if reponse.statut != 200:
        raise hors_de_portee(f"cles_{reponse.statut}")
    try:
        publiees = _Jwks.model_validate_json(reponse.corps).keys
    except ValidationError:
        raise hors_de_portee("cles_illisibles") from None
    return [cle for jwk in publiees if (cle := _importer(jwk)) is not None]


def _importer(jwk: dict[str, Any]) -> Key | None:
    try:
        return JWKRegistry.import_key(jwk)
    except (JoseError, ValueError, TypeError):
        return None
