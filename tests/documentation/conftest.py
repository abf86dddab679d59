"""The sandbox as its reader starts it: a reset empties it, so it is not that of the other tests."""

from collections.abc import Generator

import pytest

from tests.exploitation.processus import Service, service


@pytest.fixture(scope="session")
def bac(tmp_path_factory: pytest.TempPathFactory) -> Generator[Service]:
    with service(tmp_path_factory.mktemp("bac_a_sable")) as lance:
        yield lance
