"""What the token does not say of its agent: the UserInfo endpoint (OpenID Connect Core, 5.3)."""

from collections.abc import Set
from typing import Final

from app.acces.oidc.appels import Appels, Reponse
from app.acces.oidc.metadonnees import Metadonnees
from app.acces.oidc.refus import hors_de_portee
from app.acces.oidc.releve import Releve
from app.acces.oidc.revendications import Revendications, lire_objet
from app.acces.oidc.signatures import SignatureRefusee, Signatures
from app.config import Settings
from app.kit.logs import journal

_SIGNEE: Final = "application/jwt"
_EN_CLAIR: Final = "application/json"
_PAS_POUR_NOUS: Final = (401, 403)  # the token opens our API, not this endpoint


class Compte:
    """Reads the account of a token's agent, where the token does not tell enough."""

    def __init__(
        self,
        settings: Settings,
        appels: Appels,
        metadonnees: Releve[Metadonnees],
        signatures: Signatures,
    ) -> None:
        self._emetteur = settings.oidc_emetteur
        self._cherchees = _cherchees(settings)
        self._appels = appels
        self._metadonnees = metadonnees
        self._signatures = signatures

    async def completer(self, jeton: str, lues: Revendications) -> Revendications:
        """The verified claims `lues`, with those that only the account has.

        Of a token ProConnect tells no more than `sub`, and of an account the level of
        authentication as `idp_acr`. Raises `Indisponible`.
        """
        if self._cherchees <= lues.keys() or "openid" not in str(lues.get("scope")).split():
            return lues
        adresse = (await self._metadonnees.lire()).userinfo_endpoint
        if adresse is None:
            return lues
        compte = await self._lire(await self._demander(adresse, jeton))
        if compte.get("sub") != lues["sub"]:
            return lues
        return {"acr": compte.get("idp_acr"), **compte, **lues}

    async def _demander(self, adresse: str, jeton: str) -> Reponse:
        reponse = await self._appels.demander(
            "GET",
            adresse,
            {"Accept": f"{_SIGNEE}, {_EN_CLAIR};q=0.9", "Authorization": f"Bearer {jeton}"},
        )
        if reponse.statut not in (200, *_PAS_POUR_NOUS):
            raise hors_de_portee(f"compte_{reponse.statut}")
        return reponse

    async def _lire(self, reponse: Reponse) -> Revendications:
        """The account, empty if it cannot be trusted: an agent is known without it, only less."""
        if reponse.statut in _PAS_POUR_NOUS:
            return {}
        try:
            if reponse.media != _SIGNEE:
                return lire_objet(reponse.corps)
            compte = await self._signatures.ouvrir(reponse.corps, "jwt")
        except (SignatureRefusee, ValueError):
            journal.warning("fournisseur_d_identite", cause="compte_refuse")
            return {}
        return compte if compte.get("iss") == self._emetteur else {}


def _cherchees(settings: Settings) -> Set[str]:
    reglees = {settings.oidc_roles, settings.oidc_regions, "acr" if settings.oidc_acr else None}
    return {"email", "siret", "given_name"} | {nom for nom in reglees if nom}
