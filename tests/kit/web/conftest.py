"""A service for those who are cut short."""

from collections.abc import Generator

import pytest

from app.config import Settings
from app.kit.web.patience import Patience
from tests.client import Client
from tests.conftest import servir


@pytest.fixture(scope="package")
def presse(reglages: Settings) -> Generator[Client]:
    """A service that waits for nobody, beside that of this worker."""
    with servir(reglages, patience=Patience(tete=0.2, lecture=0.05, silence=0.05)) as client:
        yield client
