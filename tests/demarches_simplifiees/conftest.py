"""A sandbox of its own, where the first deposit is the first number, and who asks it as DS."""

from collections.abc import Generator

import pytest

from app.acces.droits import Portee
from app.config import Settings
from tests.bases import base_migree
from tests.client import Client
from tests.conftest import reglages_pour, servir
from tests.demarches_simplifiees.interroger import Integrateur, integrateur
from tests.instruction.dossiers import Agent, agent


@pytest.fixture(scope="module")
def reglages(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Settings]:
    """Settings of that sandbox."""
    with base_migree(postgres) as url:
        yield reglages_pour(url, tmp_path_factory.mktemp("ds"), bac_a_sable=True)


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url_migration
    return reglages.database_url_migration.get_secret_value()


@pytest.fixture(scope="module")
def client(reglages: Settings) -> Generator[Client]:
    """A client of it."""
    with servir(reglages) as client:
        yield client


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
