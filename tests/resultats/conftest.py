"""A sandbox of its own for each module, where nothing is published yet, and who decides there."""

from pathlib import Path

import pytest

from tests.a_part import client, reglages, url
from tests.client import Client
from tests.decisions.lots import Decideur, decideur
from tests.instruction.dossiers import Agent, agent

__all__ = ["client", "reglages", "url"]


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
