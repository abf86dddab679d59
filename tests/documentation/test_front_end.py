"""What the page for front-end teams prints compiles, runs, and says what the service does."""

import json
import re
from pathlib import Path
from typing import Final

import pytest

from tests.client import Client
from tests.clients.outils import ICI as CLIENTS
from tests.clients.outils import NODE_MODULES, RACINE, lancer, npm
from tests.documentation.pages import DOCS, SERVICE, commande, programme

PAGE: Final = "front-end/README.md"
_NPM: Final = RACINE / "tests" / "npm"


@pytest.fixture(scope="module")
def projet(client: Client, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`candidature.ts`, and the types that the command of the page generates."""
    dossier = tmp_path_factory.mktemp("front_end")
    (dossier / "node_modules").symlink_to(NODE_MODULES)
    (dossier / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    texte = programme(PAGE, "ts", _adresse(client))
    (dossier / "candidature.ts").write_text(texte, encoding="utf-8")
    _jouer(commande(PAGE, "npx openapi-typescript"), dossier, client)
    return dossier


@pytest.mark.verify
def test_le_programme_se_compile_sans_une_erreur(projet: Path) -> None:
    reglages = json.loads((CLIENTS / "typescript" / "tsconfig.json").read_text(encoding="utf-8"))
    options = {**reglages["compilerOptions"], "noEmit": True, "allowImportingTsExtensions": True}
    config = {"compilerOptions": options, "files": ["candidature.ts"]}
    (projet / "tsconfig.json").write_text(json.dumps(config), encoding="utf-8")
    assert npm("tsc", "--project", ".", dans=projet) == ""


@pytest.mark.verify
def test_le_programme_joue_une_candidature_et_voit_ce_que_dit_la_page(
    projet: Path, client: Client
) -> None:
    vu = lancer("node", "candidature.ts", dans=projet).splitlines()
    courriel = "[ '/contact/courriel' ]"
    assert vu[:4] == ["{ contact: { courriel: 'jeanne@' } }", "false", courriel, courriel]
    invalide = vu.index("/contact/courriel")
    assert vu[invalide + 2] == "courriel_invalide {}"
    assert vu[-12].startswith("Ce texte dépasse")
    recus = ["application/pdf", "application/pdf true", "0"]
    suite = ["deposee nothing to correct", "demandeur null Le plan sera voté en juin. null"]
    suite.append("nothing published")
    assert vu[-11:] == ["201", "201", "true", "true", "true", *recus, *suite]


@pytest.mark.verify
def test_le_client_python_se_genere_comme_dit(client: Client, tmp_path: Path) -> None:
    (tmp_path / "tests").symlink_to(RACINE / "tests")
    _jouer(commande(PAGE, "openapi-python-client"), tmp_path, client)
    assert (tmp_path / "territoires_industrie" / "api" / "depot").is_dir()


def test_les_versions_dites_sont_celles_qui_sont_essayees() -> None:
    declarees = json.loads((_NPM / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    for paquet in commande(PAGE, "npm install").split()[2:]:
        nom, _, version = paquet.rpartition("@")
        assert declarees[nom] == version, nom


def test_les_adresses_dites_repondent(client: Client) -> None:
    tableau = (DOCS / PAGE).read_text(encoding="utf-8").partition("## A typed client")[0]
    adresses = re.findall(r"`(/[^`]+)`", tableau)
    assert len(adresses) == 11
    for adresse in adresses:
        assert client.get(adresse).status_code == 200, adresse


def _adresse(client: Client) -> str:
    return str(client.base_url).rstrip("/")


def _jouer(texte: str, dans: Path, client: Client) -> str:
    ou = texte.replace(f"http://{SERVICE}", _adresse(client))
    return lancer("bash", "-euo", "pipefail", "-c", ou, dans=dans)
