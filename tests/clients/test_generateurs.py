"""The clients of four more TypeScript generators compile, and play a candidature: `make verify`."""

import re
import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.client import Client
from tests.clients.outils import EXEMPLE, ICI, RACINE, lancer, sans_commentaires

pytestmark = pytest.mark.verify
# How each is run, in a folder that holds `openapi.json`.
_COMMANDES: Final = {
    "swagger-typescript-api": (
        *("generate", "--silent", "-p", "openapi.json", "-o", "genere/swagger-typescript-api"),
        *("-n", "api.ts", "--generate-union-enums", "--disable-throw-on-error"),
    ),
    "oazapfts": ("openapi.json", "genere/oazapfts.ts"),
    "kubb": ("generate", "--config", "kubb.config.mjs"),
    "ng-openapi-gen": ("--input", "openapi.json", "--output", "genere/ng-openapi-gen"),
}
# Where each writes the types of what is sent and answered, and what follows them in that file.
_TYPES: Final = {
    "swagger-typescript-api": ("swagger-typescript-api/api.ts", "export type QueryParamsType"),
    "oazapfts": ("oazapfts.ts", None),
    "kubb": ("kubb/types/*.ts", None),
    "ng-openapi-gen": ("ng-openapi-gen/models/*.ts", None),
}
_LIBRE: Final = re.compile(r"Record<string, any>|\[key: string\]: any\b")


@pytest.fixture(scope="session")
def projet(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with what they wrote in `genere/`, and our scenarios, compiled in `compile/`."""
    projet = tmp_path_factory.mktemp("generateurs")
    shutil.copytree(ICI / "generateurs", projet, dirs_exist_ok=True)
    for fichier in ("commun.ts", "jouer.mjs", "package.json"):
        shutil.copy(ICI / "typescript" / fichier, projet)
    for fichier in (EXEMPLE, document):
        shutil.copy(fichier, projet)
    (projet / "genere").mkdir()
    (projet / "node_modules").symlink_to(RACINE / "tests/generateurs/node_modules")
    for outil, arguments in _COMMANDES.items():
        lancer(projet / "node_modules/.bin" / outil, *arguments, dans=projet)
    lancer(projet / "node_modules/.bin/tsc", "--project", ".", dans=projet)
    return projet


@pytest.mark.parametrize("generateur", _COMMANDES)
def test_joue_une_candidature_du_brouillon_a_l_accuse(
    projet: Path, client: Client, generateur: str
) -> None:
    lancer("node", "jouer.mjs", f"./compile/{generateur}.js", str(client.base_url), dans=projet)


@pytest.mark.parametrize("generateur", _TYPES)
def test_seul_le_json_libre_est_inconnu(projet: Path, generateur: str) -> None:
    motif, suite = _TYPES[generateur]
    fichiers = sorted((projet / "genere").glob(motif))
    source = "\n".join(sans_commentaires(fichier.read_text()) for fichier in fichiers)
    types = source.split(suite)[0] if suite else source
    assert "ProblemeFormeRefusee" in types
    assert _LIBRE.search(types)
    assert not re.findall(r".*\b(?:any|unknown)\b.*", _LIBRE.sub("", types))
