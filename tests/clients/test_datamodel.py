"""The Pydantic models of datamodel-code-generator hold what a candidature says: `make verify`."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.client import Client
from tests.clients.outils import EXEMPLE, ICI, lancer

pytestmark = pytest.mark.verify


@pytest.fixture(scope="session")
def modeles(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with our scenario, and the module `modeles`."""
    projet = tmp_path_factory.mktemp("datamodel")
    shutil.copytree(ICI / "datamodel", projet, dirs_exist_ok=True)
    lancer(
        *("datamodel-codegen", "--input", document, "--input-file-type", "openapi"),
        *("--output", "modeles.py", "--output-model-type", "pydantic_v2.BaseModel"),
        *("--target-python-version", "3.11", "--use-annotated", "--enum-field-as-literal", "one"),
        dans=projet,
    )
    return projet


def test_les_modeles_et_le_scenario_se_tiennent(modeles: Path) -> None:
    lancer("pyright", "--pythonpath", sys.executable, dans=modeles)


def test_rien_n_est_inconnu_ni_sans_nom(modeles: Path) -> None:
    source = (modeles / "modeles.py").read_text()
    assert not re.findall(r".*\b(?:Any|object)\b.*", source)
    # But for the lists of types of events: the same bounded list stands in several bodies.
    assert not re.findall(r"^class (?!Types\d)\w*(?:\d|Model)\(.*", source, re.MULTILINE)


def test_joue_une_candidature_du_brouillon_a_l_accuse(modeles: Path, client: Client) -> None:
    adresse = str(client.base_url)
    lancer(sys.executable, "-W", "error", "candidature.py", adresse, EXEMPLE, dans=modeles)
