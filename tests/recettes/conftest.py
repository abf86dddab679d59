"""One copy for each recipe."""

from pathlib import Path

import pytest

from tests.recettes.projet import Projet


@pytest.fixture
def projet(tmp_path: Path) -> Projet:
    return Projet(tmp_path)
