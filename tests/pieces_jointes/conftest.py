"""A service whose limits are quickly reached."""

from collections.abc import Generator
from pathlib import Path

import pytest

from app.config import Settings
from tests.client import Client
from tests.conftest import reglages_pour, servir


@pytest.fixture(scope="session")
def petits_reglages(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Three files of 100,000 bytes at most."""
    dossier: Path = tmp_path_factory.mktemp("petit")
    return reglages_pour(postgres, dossier, bac_a_sable=True, fichier_max=100_000, pieces_max=3)


@pytest.fixture(scope="session")
def petit(petits_reglages: Settings) -> Generator[Client]:
    """A client of that service."""
    with servir(petits_reglages) as client:
        yield client
