"""A service whose limits are quickly reached; one with an antivirus."""

from collections.abc import Generator
from datetime import timedelta
from pathlib import Path

import pytest

from app.config import Settings
from app.pieces_jointes import antivirus
from tests.client import Client
from tests.conftest import reglages_pour, servir
from tests.faux_clamd import faux_clamd
from tests.pieces_jointes.avec_antivirus import Essai, essai


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


@pytest.fixture(scope="session")
def seul_essai(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Essai]:
    """A service with an antivirus."""
    with faux_clamd() as faux, essai(postgres, tmp_path_factory.mktemp("essai"), faux) as lance:
        yield lance


@pytest.fixture
def lance(seul_essai: Essai, monkeypatch: pytest.MonkeyPatch) -> Generator[Essai]:
    """The same, that does not wait for long for its antivirus.

    After the test this one answers again, and the jobs are done.
    """
    monkeypatch.setattr(antivirus, "_REPIT", timedelta(0))
    monkeypatch.setattr(antivirus, "_ATTENTE_A_LA_PORTE", 0.3)
    monkeypatch.setattr(antivirus, "_ATTENTE_DU_PING", 0.3)
    yield seul_essai
    seul_essai.faux.retablir()
    seul_essai.attendre_la_fin()
