"""The TypeScript clients compile as they are, and play a candidature from draft to receipt."""

import re
from pathlib import Path

import pytest

from tests.client import Client
from tests.clients.outils import lancer, npm, sans_commentaires

pytestmark = pytest.mark.verify
_COMPILATEUR = re.compile(r"@ts-(ignore|expect-error|nocheck)")
_FORCE = re.compile(r"\bany\b|\bunknown\b|[\w)\]]!(?!=)|\bas (?!const\b)")


@pytest.fixture(scope="session")
def compile_(typescript: Path) -> Path:
    """The project, compiled: openapi-fetch and orval, then @hey-api/openapi-ts."""
    npm("tsc", "--project", ".", dans=typescript)
    npm("tsc", "--project", "tsconfig.hey-api.json", dans=typescript)
    return typescript


@pytest.mark.parametrize("scenario", ["openapi-fetch", "hey-api", "orval"])
def test_joue_une_candidature_du_brouillon_a_l_accuse(
    compile_: Path, client: Client, scenario: str
) -> None:
    lancer("node", "jouer.mjs", f"./compile/{scenario}.js", str(client.base_url), dans=compile_)


def test_rien_n_est_tu_au_compilateur(typescript: Path) -> None:
    sources = [*typescript.glob("*.ts"), *typescript.glob("genere/**/*.ts")]
    assert len(sources) > 100
    assert not [source.name for source in sources if _COMPILATEUR.search(source.read_text())]
    # Of linters, two remarks on the runtime that @hey-api/openapi-ts gives to every client.
    tus = [source for source in sources if "eslint-disable" in source.read_text()]
    hey_api = typescript / "genere/hey-api"
    assert sorted(tus) == [hey_api / "client/types.gen.ts", hey_api / "core/types.gen.ts"]


def test_les_scenarios_ne_forcent_aucun_type(typescript: Path) -> None:
    for source in typescript.glob("*.ts"):
        assert not _FORCE.search(sans_commentaires(source.read_text())), source.name
