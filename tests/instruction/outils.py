"""What reviewers ask of the service."""

from dataclasses import dataclass, field
from typing import Any

import httpx2

from app.acces.droits import Portee
from tests.acces.temoins import nouvelle_cle
from tests.client import Client, Json
from tests.instruction.deposees import Deposee, deposer


@dataclass(frozen=True)
class Instruction:
    """The service, its database, and a key that sees every region."""

    client: Client
    url: str
    cle: str = field(repr=False)

    def deposer(self, *deposees: Deposee) -> None:
        deposer(self.url, *deposees)

    def cle_de(self, *regions: str) -> str:
        """A key limited to regions."""
        return nouvelle_cle(self.url, Portee.INSTRUCTION_LECTURE, regions=[*regions])[1]

    def demander(self, cle: str | None = None, **parametres: Any) -> httpx2.Response:
        entetes = {"Authorization": f"Bearer {cle or self.cle}"}
        ou = "/v1/instruction/candidatures"
        return self.client.get(ou, params=parametres, headers=entetes)

    def lire(self, cle: str | None = None, **parametres: Any) -> Json:
        """A page."""
        reponse = self.demander(cle, **parametres)
        assert reponse.status_code == 200, reponse.text
        return reponse.json()

    def ids(self, cle: str | None = None, **parametres: Any) -> list[str]:
        """The ids of a page."""
        return [une["id"] for une in self.lire(cle, **parametres)["candidatures"]]


def vider(client: Client, url: str) -> Instruction:
    """Empty the sandbox; a new key sees every region of it."""
    client.post("/v1/bac-a-sable/reinitialiser").raise_for_status()
    return Instruction(client, url, nouvelle_cle(url, Portee.INSTRUCTION_LECTURE)[1])
