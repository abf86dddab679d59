"""How a token is refused, and how our own trouble with the provider is told apart from that."""

from collections.abc import Iterable
from typing import Final

from app.acces.refus import AcrInsuffisant, JetonRefuse
from app.kit.logs import journal
from app.kit.web.problems import Indisponible

_REESSAYER: Final = "5"  # seconds


def jeton_refuse() -> JetonRefuse:
    """The refusal of a token (RFC 6750, 3.1), alike whatever is wrong with it."""
    return JetonRefuse(entetes={"WWW-Authenticate": 'Bearer error="invalid_token"'})


def acr_insuffisant(acceptes: Iterable[str]) -> AcrInsuffisant:
    """The refusal of an authentication too weak, naming those that would do (RFC 9470, 3)."""
    defi = 'Bearer error="insufficient_user_authentication", acr_values="%s"'
    return AcrInsuffisant(entetes={"WWW-Authenticate": defi % " ".join(acceptes)})


def hors_de_portee(cause: str) -> Indisponible:
    """The provider cannot be asked, or does not answer as it should: nobody's token is at fault.

    `cause` goes to the log: never what was sent, nor what was answered.
    """
    journal.warning("fournisseur_d_identite", cause=cause)
    return Indisponible(
        "Le fournisseur d'identité ne répond pas comme il le devrait : réessayez dans un instant.",
        entetes={"Retry-After": _REESSAYER},
    )
