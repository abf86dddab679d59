"""Who decides, on the service that all tests share."""

import pytest

from app.config import Settings
from tests.client import Client
from tests.decisions.lots import Decideur, decideur


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def ministre(client: Client, url: str) -> Decideur:
    return decideur(client, url)
