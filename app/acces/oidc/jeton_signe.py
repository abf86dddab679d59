"""Reading a signed access token (RFC 9068) with the provider's keys, without asking it."""

from typing import Final

from app.acces.oidc.exigences import controler
from app.acces.oidc.refus import jeton_refuse
from app.acces.oidc.revendications import Revendications
from app.acces.oidc.signatures import SignatureRefusee, Signatures
from app.config import Settings

_TYP: Final = "at+jwt"  # an ID token, signed by the same keys, is another


class JetonsSignes:
    """Reads access tokens that are JWT."""

    def __init__(self, settings: Settings, signatures: Signatures) -> None:
        self._settings = settings
        self._signatures = signatures

    async def examiner(self, jeton: str, instant: float) -> Revendications:
        """The claims of a token signed for us. Raises `JetonRefuse`, `Indisponible`."""
        try:
            lues = await self._signatures.ouvrir(jeton.encode("ascii"), _TYP)
        except SignatureRefusee:
            raise jeton_refuse() from None
        controler(lues, self._settings, instant)
        return lues
