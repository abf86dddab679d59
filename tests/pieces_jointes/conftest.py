"""A service whose limits are quickly reached; one with an antivirus."""

from collections.abc import Generator
from pathlib import Path

import pytest

from app.config import Settings
from tests.client import Client
from tests.conftest import reglages_pour, servir
from tests.faux_clamd import faux_clamd
from tests.passage import Passage, passage
from tests.pieces_jointes.avec_antivirus import Essai, essai
from tests.pieces_jointes.seaweed import Seaweed, seaweed


@pytest.fixture(scope="session")
def petits_reglages(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Three files of 100,000 bytes at most, three sent at the same time."""
    dossier: Path = tmp_path_factory.mktemp("petit")
    petits = {"fichier_max": 100_000, "pieces_max": 3, "televersements_max": 3}
    return reglages_pour(postgres, dossier, bac_a_sable=True, **petits)


@pytest.fixture(scope="session")
def petit(petits_reglages: Settings) -> Generator[Client]:
    """A client of that service."""
    with servir(petits_reglages) as client:
        yield client


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Generator[Seaweed]:
    """A real S3 service."""
    with seaweed(tmp_path_factory.mktemp("seaweed")) as service:
        yield service


@pytest.fixture(scope="session")
def chemin_s3(s3: Seaweed) -> Generator[Passage]:
    """What stands between it and the service of `client_s3`."""
    with passage(s3.s3) as ouvert:
        yield ouvert


@pytest.fixture(scope="session")
def client_s3(
    s3: Seaweed, chemin_s3: Passage, postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Client]:
    """A client of a service that keeps its files there."""
    donnees: Path = tmp_path_factory.mktemp("donnees-s3")
    with servir(s3.reglages(postgres, donnees, port=chemin_s3.port)) as client:
        yield client


@pytest.fixture(scope="session")
def seul_essai(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Essai]:
    """A service with an antivirus, which does not wait for it for long."""
    with faux_clamd() as faux, essai(postgres, tmp_path_factory.mktemp("essai"), faux) as lance:
        yield lance


@pytest.fixture
def lance(seul_essai: Essai) -> Generator[Essai]:
    """The same; after the test its antivirus answers again, and the jobs are done."""
    yield seul_essai
    seul_essai.faux.retablir()
    seul_essai.attendre_la_fin()
