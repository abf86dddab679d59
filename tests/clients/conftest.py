"""Clients generated once from the contract, as a front-end team would generate its own."""

import json
import shutil
from pathlib import Path

import pytest

from tests.client import contrat
from tests.clients.outils import EXEMPLE, ICI, NODE_MODULES, lancer, npm


@pytest.fixture(scope="session")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contract, in a file."""
    fichier = tmp_path_factory.mktemp("contrat") / "openapi.json"
    fichier.write_text(json.dumps(contrat()), encoding="utf-8")
    return fichier


@pytest.fixture(scope="session")
def typescript(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A TypeScript project: our scenarios, and in `genere/` what three generators wrote."""
    projet = tmp_path_factory.mktemp("typescript")
    shutil.copytree(ICI / "typescript", projet, dirs_exist_ok=True)
    shutil.copy(EXEMPLE, projet)
    shutil.copy(document, projet)
    (projet / "genere").mkdir()
    (projet / "node_modules").symlink_to(NODE_MODULES)
    lancer(
        "node",
        "openapi-typescript.mjs",
        "openapi.json",
        "genere/openapi-typescript.ts",
        dans=projet,
    )
    npm("openapi-ts", "-f", "openapi-ts.config.mjs", dans=projet)
    npm("orval", "--config", "orval.config.mjs", dans=projet)
    return projet


@pytest.fixture(scope="session")
def python(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python project: our scenario, and the package `territoires_industrie`."""
    projet = tmp_path_factory.mktemp("python")
    shutil.copytree(ICI / "python", projet, dirs_exist_ok=True)
    lancer(
        *("openapi-python-client", "generate", "--path", document, "--meta", "none"),
        *("--config", "openapi-python-client.json", "--output-path", "territoires_industrie"),
        "--fail-on-warning",
        dans=projet,
    )
    return projet
