"""The knobs of who reviews: their provider of identities, and what it lets them do."""

from ipaddress import ip_address
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

# Those of keys that come in pairs: neither `none` nor a shared secret can be set.
AlgorithmeOidc = Literal[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"
]
# Sent back in a header, between quotes and separated by spaces (RFC 9470).
Acr = Annotated[str, Field(pattern=r"^[!#-\[\]-~]+$")]


class ReglagesOidc(BaseSettings):
    """Settings of OpenID Connect."""

    oidc_emetteur: str | None = Field(
        default=None, description="Issuer of public agents' tokens (OpenID Connect); else none"
    )
    oidc_mode: Literal["introspection", "jwks"] = Field(
        default="introspection",
        description="Their tokens are shown to the issuer, or (`jwks`) checked with its keys",
    )
    oidc_client: str | None = Field(
        default=None, description="Identifier of this service at the issuer"
    )
    oidc_secret: SecretStr | None = Field(
        default=None, description="Secret of this service at the issuer"
    )
    oidc_audience: list[Annotated[str, Field(min_length=1)]] = Field(
        default=[],
        description="Audiences of tokens, a JSON list; of those without one, their clients",
    )
    oidc_algorithmes: list[AlgorithmeOidc] = Field(
        default=["RS256", "ES256"],
        min_length=1,
        description="Signatures accepted of the issuer, a JSON list",
    )
    oidc_acr: list[Acr] = Field(
        default=[], description="Levels of authentication accepted (`acr`), a JSON list; else any"
    )
    oidc_roles: str | None = Field(
        default=None,
        description="Claim of reviewers' roles: `lecture`, `instruction`, `decision`, "
        "`administration`",
    )
    administration_decide: bool = Field(
        default=False, description="Whether who administers the service decides as well"
    )
    oidc_regions: str | None = Field(
        default=None,
        description="Claim of the regions that limit reviewers (INSEE codes); else none do",
    )

    @model_validator(mode="after")
    def _oidc_complet(self) -> Self:
        if not self.oidc_emetteur:
            return self
        if not _est_sure(self.oidc_emetteur):
            raise ValueError("TI_OIDC_EMETTEUR must be an https address (http on this machine)")
        if not self.oidc_audience:
            raise ValueError("TI_OIDC_AUDIENCE is missing: tokens made for others would be good")
        if self.oidc_mode == "introspection" and not (self.oidc_client and self.oidc_secret):
            raise ValueError("TI_OIDC_CLIENT and TI_OIDC_SECRET are needed to ask the issuer")
        return self


def _est_sure(emetteur: str) -> bool:
    """Whether an issuer can be trusted to be who answers (OpenID Connect Discovery, 3)."""
    lue = urlsplit(emetteur)
    if lue.query or lue.fragment or "@" in lue.netloc or not lue.hostname:
        return False
    return lue.scheme == "https" or (lue.scheme == "http" and _est_ici(lue.hostname))


def _est_ici(hote: str) -> bool:
    try:
        return ip_address(hote).is_loopback
    except ValueError:
        return hote == "localhost"
