"""Asking the provider about a token (RFC 7662), whose answer may be signed (RFC 9701)."""

from base64 import b64encode
from typing import Final, cast
from urllib.parse import quote_plus

from joserfc.errors import ClaimError
from joserfc.jwt import JWTClaimsRegistry

from app.acces.oidc.appels import Appels, Reponse
from app.acces.oidc.metadonnees import Metadonnees
from app.acces.oidc.refus import hors_de_portee, jeton_refuse
from app.acces.oidc.releve import Releve
from app.acces.oidc.revendications import TOLERANCE, Revendications, controler, lire_objet
from app.acces.oidc.signatures import SignatureRefusee, Signatures
from app.config import Settings

_TYP: Final = "token-introspection+jwt"
_SIGNEE: Final = f"application/{_TYP}"
_EN_CLAIR: Final = "application/json"
AGE_MAX: Final = 60  # seconds, of a signed answer: an older one was made for another question


class Introspection:
    """Reads tokens of any form, by asking the provider."""

    def __init__(
        self,
        settings: Settings,
        appels: Appels,
        metadonnees: Releve[Metadonnees],
        signatures: Signatures,
    ) -> None:
        self._settings = settings
        self._appels = appels
        self._metadonnees = metadonnees
        self._signatures = signatures

    async def examiner(self, jeton: str, instant: float) -> Revendications:
        """The claims of an active token for us. Raises `JetonRefuse`, `Indisponible`."""
        lues = await self._lire(await self._demander(jeton), instant)
        # A refresh token is active, too: only its type tells (RFC 6749, 7.1).
        if lues.get("active") is not True or str(lues.get("token_type")).lower() != "bearer":
            raise jeton_refuse()
        # An answer need not name issuer or audience (RFC 7662, 2.2). The issuer is who was asked.
        # Where tokens have no audience, as at ProConnect, the client is whom they were given to.
        lues = {"iss": self._settings.oidc_emetteur, **lues}
        controler(lues, self._settings, instant, "client_id" if lues.get("aud") is None else "aud")
        return lues

    async def _demander(self, jeton: str) -> Reponse:
        metadonnees = await self._metadonnees.lire()
        if metadonnees.introspection_endpoint is None:
            raise hors_de_portee("sans_introspection")
        entetes = {"Accept": f"{_SIGNEE}, {_EN_CLAIR};q=0.9"}
        donnees = {"token": jeton, "token_type_hint": "access_token"}
        client, secret = self._identifiants()
        if metadonnees.secret_dans_le_corps:
            donnees |= {"client_id": client, "client_secret": secret}
        else:  # each encoded before they are joined (RFC 6749, 2.3.1)
            identifiants = f"{quote_plus(client)}:{quote_plus(secret)}".encode()
            entetes["Authorization"] = "Basic " + b64encode(identifiants).decode()
        reponse = await self._appels.demander(
            "POST", metadonnees.introspection_endpoint, entetes, donnees
        )
        if reponse.statut == 400 and _n_est_pas_le_sien(reponse):
            raise jeton_refuse()
        if reponse.statut != 200:  # 401: it is us that the provider does not know
            raise hors_de_portee(f"introspection_{reponse.statut}")
        return reponse

    def _identifiants(self) -> tuple[str, str]:
        secret = self._settings.oidc_secret
        return self._settings.oidc_client or "", secret.get_secret_value() if secret else ""

    async def _lire(self, reponse: Reponse, instant: float) -> Revendications:
        if reponse.media == _SIGNEE:
            try:
                return await self._ouvrir(reponse.corps, instant)
            except (SignatureRefusee, ClaimError):
                raise hors_de_portee("introspection_refusee") from None
        try:
            if reponse.media == _EN_CLAIR:
                return lire_objet(reponse.corps)
        except ValueError:
            pass
        raise hors_de_portee("introspection_illisible")

    async def _ouvrir(self, jws: bytes, instant: float) -> Revendications:
        """What a signed answer says, made now, for us, by the issuer (RFC 9701, 5)."""
        enveloppe = await self._signatures.ouvrir(jws, _TYP)
        JWTClaimsRegistry(
            now=int(instant),
            leeway=TOLERANCE,
            iss={"essential": True, "value": self._settings.oidc_emetteur or ""},
            aud={"essential": True, "value": self._settings.oidc_client or ""},
            iat={"essential": True},
        ).validate(enveloppe)
        lues = enveloppe.get("token_introspection")
        if instant - enveloppe["iat"] > AGE_MAX or not isinstance(lues, dict):
            raise SignatureRefusee
        return cast(Revendications, lues)


def _n_est_pas_le_sien(reponse: Reponse) -> bool:
    """Whether the provider will not look at such a token, an ID token say (RFC 7009, 2.2.1)."""
    try:
        return lire_objet(reponse.corps).get("error") == "unsupported_token_type"
    except ValueError:
        return False
