"""The tokens of one issuer, read as the settings say. Loads the HTTP client."""

from typing import Final

from joserfc.jwk import Key

from app.acces.oidc.appels import Appels
from app.acces.oidc.compte import Compte
from app.acces.oidc.introspection import Introspection
from app.acces.oidc.metadonnees import Metadonnees, lire_metadonnees
from app.acces.oidc.refus import jeton_refuse
from app.acces.oidc.releve import Releve
from app.acces.oidc.revendications import Revendications, controler
from app.acces.oidc.signatures import SignatureRefusee, Signatures, lire_cles
from app.config import Settings
from app.kit.clock import Horloge

METADONNEES: Final = 3600.0  # seconds: they hardly change
CLES: Final = 600.0  # how long a key that is no longer published still opens

_TYP: Final = "at+jwt"  # an ID token, signed by the same keys, is another


class Lecture:
    """Reads the tokens of one issuer."""

    def __init__(self, settings: Settings, emetteur: str, horloge: Horloge, delai: float) -> None:
        self._emetteur = emetteur
        self._appels = Appels(emetteur, delai)
        self._metadonnees = Releve(self._lire_metadonnees, horloge, METADONNEES)
        signatures = Signatures(Releve(self._lire_cles, horloge, CLES), settings.oidc_algorithmes)
        demande = (settings, self._appels, self._metadonnees, signatures)
        self._compte = Compte(*demande)
        par_cle = settings.oidc_mode == "jwks"
        self._jetons = JetonsSignes(settings, signatures) if par_cle else Introspection(*demande)

    async def lire(self, jeton: str, instant: float) -> Revendications:
        """The claims of a token that is good at `instant`. Raises `JetonRefuse`, `Indisponible`."""
        return await self._compte.completer(jeton, await self._jetons.examiner(jeton, instant))

    async def fermer(self) -> None:
        """Close the connections to the provider."""
        await self._appels.fermer()

    async def _lire_metadonnees(self) -> Metadonnees:
        return await lire_metadonnees(self._appels, self._emetteur)

    async def _lire_cles(self) -> list[Key]:
        return await lire_cles(self._appels, (await self._metadonnees.lire()).jwks_uri)


class JetonsSignes:
    """Reads signed access tokens (RFC 9068) with the provider's keys, without asking it."""

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
