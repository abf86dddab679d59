"""openapi-generator's clients in Go and PHP play a candidature. They need Debian: `make verify`."""

import re
import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.client import Client
from tests.clients.outils import EXEMPLE, ICI, lancer, openapi_generator

pytestmark = pytest.mark.verify
_SCENARIOS: Final = ICI / "openapi-generator"
_SANS_DOCUMENTS: Final = (
    "--global-property",
    "models,apis,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false",
)
# Constants have one name for all types, but for the first; a union tells its kinds apart by trying
# each, but for the second.
_GO: Final = "enumClassPrefix=true,useOneOfDiscriminatorLookup=true,packageName=territoires"
_BLOC: Final = re.MULTILINE | re.DOTALL
_LIBRE: Final = "map[string]interface{}"
# Where Debian puts the packages that a program in Go imports.
_GOCODE: Final = "/usr/share/gocode"


@pytest.fixture(scope="session")
def go(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of Go with the client, and our scenario compiled, `candidature`."""
    projet = tmp_path_factory.mktemp("go")
    openapi_generator(document, projet, "go", _GO, *_SANS_DOCUMENTS, ou="src/territoires")
    shutil.copy(_SCENARIOS / "candidature.go", projet)
    lancer(
        *("env", "GO111MODULE=off", f"GOPATH={projet}:{_GOCODE}"),
        *("go", "build", "candidature.go"),
        dans=projet,
    )
    return projet


@pytest.fixture(scope="session")
def php(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the client in `client/`, and our scenario."""
    projet = tmp_path_factory.mktemp("php")
    openapi_generator(document, projet, "php", "invokerPackage=Territoires", *_SANS_DOCUMENTS)
    shutil.copy(_SCENARIOS / "candidature.php", projet)
    return projet


@pytest.fixture
def classeur(client: Client, tmp_path: Path) -> Path:
    """The model of the workbook."""
    fichier = tmp_path / "plan.xlsx"
    fichier.write_bytes(client.get("/v1/modeles/plan-action.xlsx").content)
    return fichier


def test_joue_une_candidature_en_go(go: Path, client: Client, classeur: Path) -> None:
    lancer(go / "candidature", str(client.base_url), EXEMPLE, classeur, dans=go)


def test_seul_le_json_libre_est_inconnu_en_go(go: Path) -> None:
    for fichier in (go / "src/territoires").glob("model_*.go"):
        structure = re.search(r"^type \w+ struct \{(.*?)^\}", fichier.read_text(), _BLOC)
        membres = structure[1] if structure else ""
        assert "interface{}" not in membres.replace(_LIBRE, ""), fichier.name


def test_joue_une_candidature_en_php(php: Path, client: Client, classeur: Path) -> None:
    adresse = str(client.base_url).rstrip("/")
    tout_dire = ("-d", "display_errors=1", "-d", "error_reporting=-1")
    dit = lancer("php", *tout_dire, "candidature.php", adresse, EXEMPLE, classeur, dans=php)
    assert not dit
