"""A service of its own, which does jobs, and whose deposited candidatures the tests know all of."""

from collections.abc import Generator
from pathlib import Path

import pytest

from app.acces.droits import Portee
from app.config import Settings
from tests.bases import base_migree
from tests.client import Client
from tests.conftest import reglages_pour, servir
from tests.exports.outils import Atelier


@pytest.fixture(scope="session")
def reglages_d_exports(
    postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Settings]:
    """Settings of a sandbox on a database that other tests leave alone."""
    dossier: Path = tmp_path_factory.mktemp("exports")
    with base_migree(postgres) as url:
        yield reglages_pour(url, dossier, bac_a_sable=True, travaux=True)


@pytest.fixture(scope="session")
def client_d_exports(reglages_d_exports: Settings) -> Generator[Client]:
    with servir(reglages_d_exports) as client:
        yield client


@pytest.fixture
def atelier(reglages_d_exports: Settings, client_d_exports: Client) -> Atelier:
    """The service with nothing deposited yet."""
    client_d_exports.post("/v1/bac-a-sable/reinitialiser").raise_for_status()
    return Atelier(client_d_exports, reglages_d_exports)


@pytest.fixture
def administration(atelier: Atelier) -> str:
    """A key that administers all regions."""
    return atelier.cle(portee=Portee.ADMINISTRATION)
