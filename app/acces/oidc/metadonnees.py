"""What the provider says of itself (OpenID Connect Discovery 1.0; RFC 8414)."""

from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from app.acces.oidc.appels import Appels
from app.acces.oidc.refus import hors_de_portee

_JSON: Final = {"Accept": "application/json"}


class Metadonnees(BaseModel):
    """The members that we read; addresses may be anything, `Appels` refuses those elsewhere."""

    model_config = ConfigDict(frozen=True, strict=True)

    issuer: str
    jwks_uri: str
    introspection_endpoint: str | None = None
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: list[str] | None = None
    introspection_endpoint_auth_methods_supported: list[str] | None = None

    @property
    def secret_dans_le_corps(self) -> bool:
        """Whether a client sends its secret in the form (client_secret_post), not in a header.

        The header is what every server must take (RFC 6749, 2.3.1), unless it says otherwise.
        """
        methodes = (
            self.introspection_endpoint_auth_methods_supported
            or self.token_endpoint_auth_methods_supported
            or []
        )
        return "client_secret_post" in methodes and "client_secret_basic" not in methodes


async def lire_metadonnees(appels: Appels, emetteur: str) -> Metadonnees:
    """Fetch them. Raises `Indisponible`, also when they are another issuer's."""
    adresse = emetteur.removesuffix("/") + "/.well-known/openid-configuration"
    reponse = await appels.demander("GET", adresse, _JSON)
    if reponse.statut != 200:
        raise hors_de_portee(f"decouverte_{reponse.statut}")
    try:
        lues = Metadonnees.model_validate_json(reponse.corps)
    except ValidationError:
        raise hors_de_portee("decouverte_illisible") from None
    if lues.issuer != emetteur:
        raise hors_de_portee("autre_emetteur")
    return lues
