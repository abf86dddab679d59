"""A portal, and what it calls with its key."""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import httpx2

from tests.acces.cles import porteur
from tests.client import Candidature, Client, Json

PREFIXE: Final = "/v1/portails/candidatures"


@dataclass
class Portail:
    """A portal that holds a key."""

    client: Client
    cle: str = field(repr=False)

    def appeler(self, methode: str, chemin: str, **options: Any) -> httpx2.Response:
        entetes = porteur(self.cle) | options.pop("entetes", {})
        return self.client.request(methode, chemin, headers=entetes, **options)

    def ecrire(self, reference: str, dossier: Json, **entetes: str) -> httpx2.Response:
        """PUT a dossier under a reference."""
        corps = {"dossier": dossier}
        return self.appeler("PUT", f"{PREFIXE}/{reference}", json=corps, entetes=entetes)

    def lire(self, reference: str) -> httpx2.Response:
        return self.appeler("GET", f"{PREFIXE}/{reference}")

    def lister(self, **parametres: Any) -> Json:
        """A page of its candidatures."""
        return self.appeler("GET", PREFIXE, params=parametres).raise_for_status().json()

    def deposer(self, reference: str, **entetes: str) -> httpx2.Response:
        return self.appeler("POST", f"{PREFIXE}/{reference}/depots", entetes=entetes)

    def candidature(self, reference: str) -> Candidature:
        """The candidature of a reference, as the routes by its id show it to this key."""
        lue = self.lire(reference).raise_for_status().json()
        return Candidature(self.client, lue["id"], self.cle, lue)


def reference() -> str:
    """One that nobody has used."""
    return f"essai-{uuid4()}"
