"""Claims about a token or an account: JSON objects, and what those of a token must say."""

from typing import Any, Final, cast

from joserfc.errors import ClaimError
from joserfc.jwt import ClaimsOption, JWTClaimsRegistry
from pydantic_core import from_json

from app.acces.oidc.refus import jeton_refuse
from app.config import Settings

# Whose names are the provider's.
Revendications = dict[str, Any]
TOLERANCE: Final = 10  # seconds by which the provider's clock may differ from ours
_SUJET_MAX: Final = 255  # ASCII characters (OpenID Connect Core, 2)


def lire_objet(corps: bytes) -> Revendications:
    """A JSON object. Raises `ValueError` for anything else."""
    lu = from_json(corps, allow_inf_nan=False)
    if not isinstance(lu, dict):
        raise ValueError("a JSON object was expected")
    return cast(Revendications, lu)


def controler(
    lues: Revendications, settings: Settings, instant: float, destinataire: str = "aud"
) -> None:
    """Check issuer, audience, subject and times at `instant` (seconds since 1970).

    `destinataire` is the claim that must name one of our audiences. The token must be a bearer's
    (a key bound by `cnf`, RFC 7800, would have to be proved) and stand for somebody: one that a
    client got for itself has no subject, or the client as its subject (RFC 9068, 5). Raises
    `JetonRefuse`.
    """
    pour_nous: ClaimsOption = {"essential": True, "values": settings.oidc_audience}
    regles = JWTClaimsRegistry(
        now=int(instant),
        leeway=TOLERANCE,
        iss={"essential": True, "value": settings.oidc_emetteur or ""},
        sub={"essential": True},
        exp={"essential": True},
        **{destinataire: pour_nous},
    )
    try:
        regles.validate(lues)
    except ClaimError:
        raise jeton_refuse() from None
    sujet: str = lues["sub"]
    d_un_client = sujet == lues.get("client_id")
    lisible = len(sujet) <= _SUJET_MAX and sujet.isascii() and sujet.isprintable()
    if d_un_client or not lisible or "cnf" in lues:
        raise jeton_refuse()
