"""The table of who reads the contract names the versions that the locks install."""

import json
import re
from pathlib import Path
from typing import Final

import pytest

RACINE: Final = Path(__file__).parents[2]
PAGE: Final = (RACINE / "docs" / "contract-tools.md").read_text(encoding="utf-8")
_VERSION: Final = re.compile(r"\d+\.\d+\.\d+")
_APPELES: Final = {
    "JSON Forms": "@jsonforms/core",
    "RJSF": "@rjsf/core",
    "TypeScript": "typescript",
}
_LUS: Final = [ligne for ligne in PAGE.splitlines() if _VERSION.search(ligne)]


def _installes() -> dict[str, str]:
    verrou = (RACINE / "requirements-verify.lock").read_text(encoding="utf-8")
    versions = dict(re.findall(r"^([\w.-]+)==([\w.]+)", verrou, re.MULTILINE))
    for projet in ("npm", "navigateur", "generateurs"):
        texte = (RACINE / "tests" / projet / "package-lock.json").read_text(encoding="utf-8")
        for chemin, paquet in json.loads(texte)["packages"].items():
            if chemin.count("node_modules/") == 1:
                versions.setdefault(chemin.removeprefix("node_modules/"), paquet["version"])
    return versions | {nom: versions[paquet] for nom, paquet in _APPELES.items()}


@pytest.mark.parametrize("ligne", _LUS, ids=lambda ligne: ligne[:30].strip("| "))
def test_chaque_version_est_celle_d_un_outil_nomme_sur_sa_ligne(ligne: str) -> None:
    nommes = {version for nom, version in _installes().items() if nom in ligne}
    assert set(_VERSION.findall(ligne)) <= nommes
