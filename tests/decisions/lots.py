"""Lots of decisions, as who decides asks for them."""

from dataclasses import dataclass
from typing import Any

import httpx2

from app.acces.droits import Portee
from tests.client import Client, Json
from tests.instruction.dossiers import Agent, agent


@dataclass(frozen=True)
class Decideur:
    """Who decides, with a key of their own."""

    agent: Agent

    def creer(self, nom: str = "Essai", **dits: Any) -> Json:
        """A lot."""
        cree = self.agent.appeler("POST", "/lots", json={"nom": nom, **dits})
        return cree.raise_for_status().json()

    def lire(self, lot: str) -> Json:
        """A lot, as it is now."""
        return self.agent.appeler("GET", f"/lots/{lot}").raise_for_status().json()

    def faire(
        self, methode: str, lot: str, suite: str = "", version: int | None = None, **options: Any
    ) -> httpx2.Response:
        """An act on a lot, having read this version: the present one unless told."""
        lue = self.lire(lot)["version"] if version is None else version
        headers = {"If-Match": f'"{lue}"', **options.pop("headers", {})}
        return self.agent.appeler(methode, f"/lots/{lot}{suite}", headers=headers, **options)


def decideur(client: Client, url: str, *regions: str) -> Decideur:
    """A new one, limited to these regions if any."""
    return Decideur(agent(client, url, *regions, portee=Portee.INSTRUCTION_DECISION))
