"""The contract as a file, for the tools that read one."""

import json
from pathlib import Path

import pytest

from tests.client import contrat


@pytest.fixture(scope="session")
def openapi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The OpenAPI document of the service, written once."""
    fichier = tmp_path_factory.mktemp("contrat") / "openapi.json"
    fichier.write_text(json.dumps(contrat(), ensure_ascii=False), encoding="utf-8")
    return fichier
