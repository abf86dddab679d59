"""Holders of keys, who declare webhooks."""

import pytest

from app.acces.droits import Portee
from tests.acces.cles import Administration
from tests.acces.temoins import nouvelle_cle
from tests.client import Client
from tests.flux.crochets.outils import Titulaire


@pytest.fixture
def titulaire(client: Client, postgres: str) -> Titulaire:
    """A portal of the test's own."""
    return Titulaire(client, nouvelle_cle(postgres, Portee.CANDIDATURES_LIRE)[1])


@pytest.fixture(scope="session")
def administration(client: Client, postgres: str) -> Administration:
    """Who manages keys."""
    return Administration(client, nouvelle_cle(postgres, Portee.ADMINISTRATION)[1])


@pytest.fixture
def autre(client: Client, postgres: str) -> Titulaire:
    """Another one."""
    return Titulaire(client, nouvelle_cle(postgres, Portee.CANDIDATURES_LIRE)[1])
