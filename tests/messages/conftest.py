"""A dossier of two regions, and agents whose names are found nowhere else."""

import pytest

from app.config import Settings
from tests.client import Candidature, Client
from tests.instruction.dossiers import AMIENS, ROUEN, Agent, agent, deposee_en
from tests.messages.fil import nommer


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return nommer(agent(client, url, "28"), url)


@pytest.fixture
def dossier(client: Client) -> Candidature:
    return deposee_en(client, ROUEN, AMIENS, region="interregional")
