"""Two portals, each with a key that does all that a portal may."""

import pytest

from app.acces.droits import Portee
from tests.acces.cles import DE_PORTAIL, Administration
from tests.acces.temoins import nouvelle_cle
from tests.client import Client
from tests.portails.outils import Portail


@pytest.fixture(scope="session")
def administration(client: Client, postgres: str) -> Administration:
    return Administration(client, nouvelle_cle(postgres, Portee.ADMINISTRATION)[1])


@pytest.fixture(scope="session")
def portail(client: Client, postgres: str) -> Portail:
    return Portail(client, nouvelle_cle(postgres, *DE_PORTAIL)[1])


@pytest.fixture(scope="session")
def autre_portail(client: Client, administration: Administration) -> Portail:
    return Portail(client, administration.creer(*DE_PORTAIL, nom="Autre portail")["secret"])
