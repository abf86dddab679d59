"""A sandbox of a module's own: `from tests.a_part import client, reglages, url` in a conftest."""

from collections.abc import Generator

import pytest

from app.config import Settings
from tests.bases import base_migree
from tests.client import Client
from tests.conftest import reglages_pour, servir


@pytest.fixture(scope="module")
def reglages(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Settings]:
    """Settings of that sandbox."""
    with base_migree(postgres) as url:
        yield reglages_pour(url, tmp_path_factory.mktemp("a_part"), bac_a_sable=True)


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    """Its database, as its owner opens it."""
    assert reglages.database_url_migration
    return reglages.database_url_migration.get_secret_value()


@pytest.fixture(scope="module")
def client(reglages: Settings) -> Generator[Client]:
    """A client of it."""
    with servir(reglages) as client:
        yield client
