"""A look into the database, for what the API does not show."""

from collections.abc import Generator

import pytest

from tests.candidatures.outils import Sonde


@pytest.fixture(scope="session")
def sonde(postgres: str) -> Generator[Sonde]:
    """Reads the database of this worker."""
    sonde = Sonde(postgres)
    yield sonde
    sonde.fermer()
