"""Two portals, and reviewers of one region or another."""

import pytest

from app.acces.droits import Portee
from tests.acces.temoins import nouvelle_cle
from tests.portails.conftest import administration, autre_portail, portail

__all__ = ["administration", "autre_portail", "portail"]


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
