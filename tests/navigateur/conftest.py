"""The types that the pages are written against."""

from pathlib import Path

import pytest

from app.cli import openapi
from tests.navigateur.banc import CONTRAT, PROJET, node


@pytest.fixture(scope="session")
def contrat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`commun/contrat.d.ts`, made anew from the contract by openapi-typescript."""
    document = tmp_path_factory.mktemp("contrat") / "openapi.json"
    openapi(document)
    outil = PROJET / "tests" / "npm" / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
    node(outil, document, "--output", CONTRAT)
    return CONTRAT
