"""Dossiers that went through the service, and the agents who review them."""

from dataclasses import dataclass, field
from typing import Any, Final

import httpx2

from app.acces.droits import Portee
from tests.acces.temoins import nouvelle_cle
from tests.client import Candidature, Client, Json
from tests.depots.pieces import deposee, perimetre

APRES: Final = "2023-09-25T08:00:00Z"  # the call is closed
# Of Normandie; of Hauts-de-France.
ROUEN, AMIENS = "200023414", "248000531"


@dataclass(frozen=True)
class Agent:
    """Who reviews, with a key of their own."""

    client: Client
    cle: str = field(repr=False)

    def appeler(
        self, methode: str, chemin: str, le: str = APRES, sous: str = "instruction", **options: Any
    ) -> httpx2.Response:
        """A request of theirs, at this instant of the sandbox."""
        entetes = {"Authorization": f"Bearer {self.cle}", "X-Horloge": le}
        entetes |= options.pop("headers", {})
        return self.client.request(methode, f"/v1/{sous}{chemin}", headers=entetes, **options)

    def lire(self, dossier: str) -> Json:
        """A dossier."""
        return self.appeler("GET", f"/candidatures/{dossier}").raise_for_status().json()

    def prendre(self, dossier: str, **options: Any) -> httpx2.Response:
        """Take one in charge."""
        return self.appeler("POST", f"/candidatures/{dossier}/prise-en-instruction", **options)

    def proposer(
        self, dossier: str, version: int | None, sens: str = "acceptee", **autres: Any
    ) -> httpx2.Response:
        """Propose a decision, having read this version."""
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        corps = {"sens": sens, **autres}
        chemin = f"/candidatures/{dossier}/proposition"
        return self.appeler("PUT", chemin, json=corps, headers=headers)


def agent(client: Client, url: str, *regions: str, portee: Portee | None = None) -> Agent:
    """A new one, limited to these regions if any."""
    portee = portee or Portee.INSTRUCTION_ECRITURE
    return Agent(client, nouvelle_cle(url, portee, regions=[*regions] or None)[1])


def deposee_en(client: Client, *sirens: str, region: str = "28") -> Candidature:
    """A candidature of these EPCI, deposited."""
    dossier = perimetre(*sirens)
    dossier["perimetre"]["region"] = region
    return deposee(client, dossier)
