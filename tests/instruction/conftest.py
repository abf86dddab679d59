"""A service of its own, whose deposited candidatures the tests know all of."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.bases import base_migree
from tests.client import Client
from tests.conftest import reglages_pour, servir
from tests.instruction.outils import Instruction, vider


@pytest.fixture(scope="session")
def service_vide(
    postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> Generator[tuple[Client, str]]:
    """A client of a service, and its database."""
    dossier: Path = tmp_path_factory.mktemp("instruction")
    with (
        base_migree(postgres) as url,
        servir(reglages_pour(url, dossier, bac_a_sable=True)) as client,
    ):
        yield client, url


@pytest.fixture
def instruction(service_vide: tuple[Client, str]) -> Instruction:
    """The service with nothing deposited yet."""
    return vider(*service_vide)
