"""Portals, and reviewers of one region or another."""

import pytest

from app.acces.droits import Portee
from tests.acces.cles import DE_PORTAIL
from tests.acces.temoins import nouvelle_cle
from tests.client import Client
from tests.portails.conftest import administration, autre_portail
from tests.portails.outils import Portail

__all__ = ["administration", "autre_portail"]


@pytest.fixture
def portail(client: Client, postgres: str) -> Portail:
    """A new one: jobs tell a portal of what other tests made of its candidatures."""
    return Portail(client, nouvelle_cle(postgres, *DE_PORTAIL)[1])


@pytest.fixture(scope="session")
def nationale(postgres: str) -> str:
    """The key of who reviews everything."""
    return nouvelle_cle(postgres, Portee.INSTRUCTION_LECTURE)[1]


@pytest.fixture(scope="session")
def normande(postgres: str) -> str:
    """The key of who reviews Normandie."""
    return nouvelle_cle(postgres, Portee.INSTRUCTION_LECTURE, regions=["28"])[1]


@pytest.fixture(scope="session")
def bretonne(postgres: str) -> str:
    """The key of who reviews Bretagne."""
    return nouvelle_cle(postgres, Portee.INSTRUCTION_LECTURE, regions=["53"])[1]


@pytest.fixture(scope="session")
def guyanaise(postgres: str) -> str:
    """The key of who reviews Guyane."""
    return nouvelle_cle(postgres, Portee.INSTRUCTION_LECTURE, regions=["03"])[1]
