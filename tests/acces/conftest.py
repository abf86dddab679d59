"""An administrator, with a key made at the command line."""

import pytest

from app.acces.droits import Portee
from tests.acces.cles import Administration, creer_en_ligne
from tests.client import Client


@pytest.fixture(scope="session")
def administration(client: Client, postgres: str) -> Administration:
    return Administration(client, creer_en_ligne(postgres, "Essais", Portee.ADMINISTRATION))
