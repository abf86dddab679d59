"""A service of the test's own: its database, its folder, nothing else in them."""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.config import Settings
from tests.bases import base_migree
from tests.conftest import reglages_pour, servir
from tests.rgpd.vie import Ici


@pytest.fixture
def reglages_d_ici(postgres: str, tmp_path: Path) -> Generator[Settings]:
    """Settings of a sandbox on an empty database of the test's own; drafts are open for ever."""
    with base_migree(postgres) as url:
        jamais = datetime(2100, 1, 1, tzinfo=UTC)
        yield reglages_pour(url, tmp_path, bac_a_sable=True, cloture=jamais)


@pytest.fixture
def ici(reglages_d_ici: Settings) -> Generator[Ici]:
    with servir(reglages_d_ici) as client:
        yield Ici(client, reglages_d_ici)
