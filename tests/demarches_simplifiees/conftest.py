"""A sandbox of its own, where the first deposit is the first number, and who asks it as DS."""

import pytest

from app.acces.droits import Portee
from tests.a_part import client, reglages, url
from tests.client import Client
from tests.demarches_simplifiees.interroger import Integrateur, integrateur
from tests.instruction.dossiers import Agent, agent

__all__ = ["client", "reglages", "url"]


@pytest.fixture(scope="module")
def national(client: Client, url: str) -> Integrateur:
    """Who reads all regions."""
    return integrateur(client, url)


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Integrateur:
    """Who reads Normandie alone."""
    return integrateur(client, url, "28")


@pytest.fixture(scope="module")
def service(client: Client, url: str) -> Agent:
    """Who reviews in all regions."""
    return agent(client, url, portee=Portee.INSTRUCTION_ECRITURE)
