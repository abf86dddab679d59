"""openapi-generator's TypeScript and Java clients compile. They need Java: `make verify`."""

import re
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from tests.client import contrat
from tests.clients.outils import (
    ICI,
    NODE_MODULES,
    Json,
    lancer,
    npm,
    nullables,
    openapi_generator,
    sans_commentaires,
)

pytestmark = pytest.mark.verify
_SCHEMAS: Final[Json] = contrat()["components"]["schemas"]
_BLOC: Final = re.MULTILINE | re.DOTALL
# What stands for a component that is free JSON.
_LIBRE: Final = "{ [key: string]: any; }"
# Without what the service itself sends: of webhooks, this generator forgets which types they take.
_SANS_WEBHOOKS: Final = ("--global-property", "apis,models,supportingFiles")
_COMME_LE_JSON: Final = "importFileExtension=.js,modelPropertyNaming=original"
# What the Java client needs at run time. Jackson is in the generator's own jar; the rest comes from
# Debian's libhttpmime-java and libgeronimo-annotation-1.3-spec-java.
_DEBIAN: Final = Path("/usr/share/java")
_JARS: Final = (
    "httpmime.jar",
    "httpclient.jar",
    "httpcore.jar",
    "geronimo-annotation-1.3-spec.jar",
)


@pytest.fixture(scope="session")
def typescript_fetch(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the client of the generator typescript-fetch in `client/`."""
    projet = tmp_path_factory.mktemp("typescript_fetch")
    shutil.copy(ICI / "openapi-generator/tsconfig.json", projet)
    (projet / "node_modules").symlink_to(NODE_MODULES)
    openapi_generator(document, projet, "typescript-fetch", _COMME_LE_JSON, *_SANS_WEBHOOKS)
    return projet


@pytest.fixture(scope="session")
def java(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the client of the generator java, library native, in `client/`."""
    projet = tmp_path_factory.mktemp("java")
    # Without jackson-databind-nullable, on Maven Central alone.
    openapi_generator(document, projet, "java", "openApiNullable=false", "--library", "native")
    return projet


def test_le_client_typescript_compile(typescript_fetch: Path) -> None:
    npm("tsc", "--project", ".", dans=typescript_fetch)


def test_un_fichier_par_composant_et_aucun_invente(typescript_fetch: Path) -> None:
    modeles = {f.stem for f in (typescript_fetch / "client/models").glob("*.ts")} - {"index"}
    assert modeles <= set(_SCHEMAS), modeles - set(_SCHEMAS)


def test_null_est_la_ou_le_contrat_le_dit(typescript_fetch: Path) -> None:
    trouves: set[tuple[str, str]] = set()
    for fichier in (typescript_fetch / "client/models").glob("*.ts"):
        source = sans_commentaires(fichier.read_text())
        for nom, corps in re.findall(r"^export interface (\w+) \{(.*?)^\}", source, _BLOC):
            assert not re.search(r"\b(any|unknown)\b", corps.replace(_LIBRE, "")), nom
            membres = re.findall(r"^    (\w+)\??: (.*);$", corps, re.MULTILINE)
            trouves |= {(nom, membre) for membre, type_ in membres if "null" in type_}
    assert trouves == nullables(_SCHEMAS)


def test_chaque_operation_est_dans_le_client_java(java: Path) -> None:
    """The routes and webhooks of one tag would be one file, of webhooks alone."""
    sources = (java / "client/src/main/java").glob("**/api/*.java")
    texte = "\n".join(source.read_text() for source in sources)
    operations = [o["operationId"] for p in contrat()["paths"].values() for o in p.values()]
    assert [nom for nom in operations if f" {nom}(" not in texte] == []


def test_le_client_java_compile(java: Path) -> None:
    manquants = [jar for jar in _JARS if not (_DEBIAN / jar).exists()]
    assert not manquants, "apt-get install libhttpmime-java libgeronimo-annotation-1.3-spec-java"
    bibliotheques = ":".join(str(chemin) for chemin in (_jar(), *(_DEBIAN / jar for jar in _JARS)))
    sources = java / "sources"
    fichiers = (java / "client/src/main/java").glob("**/*.java")
    sources.write_text("\n".join(str(fichier) for fichier in fichiers))
    lancer("javac", "-d", "classes", "-cp", bibliotheques, f"@{sources}", dans=java)


def _jar() -> Path:
    spec = find_spec("openapi_generator_cli")
    assert spec and spec.origin
    return Path(spec.origin).with_name("openapi-generator.jar")
