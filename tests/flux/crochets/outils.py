"""Webhooks, as the holder of a key declares them."""

from dataclasses import dataclass, field
from typing import Any, Final

import httpx2

from tests.acces.cles import porteur
from tests.client import Client, Json

CROCHETS: Final = "/v1/crochets"
URL: Final = "https://portail.exemple.fr/crochet"


@dataclass
class Titulaire:
    """The holder of a key."""

    client: Client
    cle: str = field(repr=False)

    def appeler(self, methode: str, suite: str = "", **options: Any) -> httpx2.Response:
        entetes = porteur(self.cle) | options.pop("entetes", {})
        return self.client.request(methode, CROCHETS + suite, headers=entetes, **options)

    def demander(self, **membres: Any) -> httpx2.Response:
        """Ask for one; `entetes` adds headers."""
        entetes = membres.pop("entetes", {})
        voulu: Json = {"url": URL, "libelle": "Essai", **membres}
        return self.appeler("POST", json=voulu, entetes=entetes)

    def declarer(self, **membres: Any) -> Json:
        """One, with its secret."""
        reponse = self.demander(**membres)
        assert reponse.status_code == 201, reponse.text
        return reponse.json()

    def lire(self, id: str, **entetes: str) -> Json:
        return self.appeler("GET", f"/{id}", entetes=entetes).raise_for_status().json()

    def modifier(self, id: str, **membres: Any) -> httpx2.Response:
        return self.appeler("PATCH", f"/{id}", json=membres)

    def changer_de_secret(self, id: str, *, le: str = "", **membres: Any) -> httpx2.Response:
        """Replace its secret, at that instant of the sandbox's clock."""
        entetes = {"X-Horloge": le} if le else {}
        return self.appeler("POST", f"/{id}/secret", json=membres, entetes=entetes)


def motifs(reponse: httpx2.Response) -> list[tuple[str, str]]:
    """What a refusal names of a body, and why."""
    assert reponse.status_code == 422, reponse.text
    return [(p["nom"], p["type"]) for p in reponse.json()["parametres"]]
