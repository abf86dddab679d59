"""Spectral (OpenAPI and OWASP rules) and Redocly find nothing to say of the contract."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from app.acces.admission import Facultative, Ouverte
from app.contrat.securite import gardes_de
from app.main import create_app
from tests.contrat.outils import lancer

_REGLES: Final = Path(__file__).with_name("spectral.yaml")
_JETON_EXIGE: Final = ("owasp:api2:2023-read-restricted", "owasp:api2:2023-write-restricted")


@pytest.fixture
def regles(tmp_path: Path) -> Path:
    """Those rules, but for the operations that anybody may call: these need not ask for a token."""
    publiques = [
        f"**#/paths/{_pointeur(chemin)}/{methode.lower()}"
        for (methode, chemin), (garde,) in gardes_de(create_app()).items()
        if isinstance(garde, Ouverte | Facultative)
    ]
    dispense = {"files": publiques, "rules": dict.fromkeys(_JETON_EXIGE, "off")}
    fichier = tmp_path / "regles.json"
    fichier.write_text(json.dumps({"extends": [str(_REGLES)], "overrides": [dispense]}))
    return fichier


@pytest.mark.verify
def test_spectral_et_l_owasp_ne_trouvent_rien(openapi: Path, regles: Path) -> None:
    trouve: list[dict[str, Any]] = json.loads(
        lancer("spectral", "lint", "--quiet", "--format=json", f"--ruleset={regles}", openapi)
    )
    assert not [f"{t['code']} {'/'.join(map(str, t['path']))} : {t['message']}" for t in trouve]


def test_redocly_ne_trouve_rien(openapi: Path) -> None:
    rapport = json.loads(
        lancer("redocly", "lint", "--extends=recommended-strict", "--format=json", openapi)
    )
    trouve = [f"{p['ruleId']} {p['location']} : {p['message']}" for p in rapport["problems"]]
    assert not trouve
    assert rapport["totals"] == {"errors": 0, "warnings": 0, "ignored": 0}


def test_chaque_regle_ecartee_dit_pourquoi() -> None:
    reglages = _REGLES.read_text(encoding="utf-8").partition("rules:\n")[2]
    for paragraphe in reglages.strip("\n").split("\n\n"):
        raison = re.match(r"(  # .+\n)+", paragraphe)
        assert raison and raison[0].endswith(".\n"), paragraphe


def _pointeur(chemin: str) -> str:
    return chemin.replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
