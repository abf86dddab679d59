"""A sandbox of its own for each module, where nothing is published yet, and who decides there."""

from collections.abc import Generator
from pathlib import Path

import pytest

from app.config import Settings
from tests.bases import base_migree
from tests.client import Client
from tests.conftest import reglages_pour, servir
from tests.decisions.lots import Decideur, decideur
from tests.instruction.dossiers import Agent, agent


@pytest.fixture(scope="module")
def reglages(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Settings]:
    """Settings of that sandbox."""
    with base_migree(postgres) as url:
        yield reglages_pour(url, tmp_path_factory.mktemp("resultats"), bac_a_sable=True)


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
def ministre(client: Client, url: str) -> Decideur:
    return decideur(client, url)


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url)


@pytest.fixture(scope="module")
def cles(client: Client, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys that verify what it signs."""
    fichier: Path = tmp_path_factory.mktemp("cles") / "jwks.json"
    fichier.write_bytes(client.get("/.well-known/jwks.json").content)
    return fichier
