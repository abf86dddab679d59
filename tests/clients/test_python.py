"""The Python client is generated without a warning, type-checks, and plays a candidature."""

import sys
from pathlib import Path

import pytest

from tests.client import Client
from tests.clients.outils import EXEMPLE, lancer

pytestmark = pytest.mark.verify


def test_les_types_du_client_et_du_scenario_se_tiennent(python: Path) -> None:
    lancer("pyright", "--pythonpath", sys.executable, dans=python)


def test_tous_les_modules_s_importent(python: Path) -> None:
    modules = sorted(
        ".".join(fichier.relative_to(python).with_suffix("").parts)
        for fichier in python.glob("territoires_industrie/**/*.py")
    )
    assert len(modules) > 100
    imports = "\n".join(f"import {module}" for module in modules)
    lancer(sys.executable, "-W", "error", "-c", imports, dans=python)


def test_joue_une_candidature_du_brouillon_a_l_accuse(python: Path, client: Client) -> None:
    adresse = str(client.base_url)
    lancer(sys.executable, "-W", "error", "candidature.py", adresse, EXEMPLE, dans=python)
