"""Spectral (OpenAPI and OWASP rules) and Redocly find nothing to say of the contract."""

import json
import re
from pathlib import Path
from typing import Any, Final

from tests.client import contrat
from tests.contrat.outils import lancer

_REGLES: Final = Path(__file__).with_name("spectral.yaml")


def test_spectral_et_l_owasp_ne_trouvent_rien(openapi: Path) -> None:
    trouve: list[dict[str, Any]] = json.loads(
        lancer("spectral", "lint", "--quiet", "--format=json", f"--ruleset={_REGLES}", openapi)
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
    for paragraphe in reglages.replace("overrides:\n", "").strip("\n").split("\n\n"):
        raison = re.match(r"(  # .+\n)+", paragraphe)
        assert raison and raison[0].endswith(".\n"), paragraphe


def test_seules_des_operations_publiques_sont_dispensees_de_jeton() -> None:
    dispensees = set(re.findall(r'"([*]{2}#[^"]+)"', _REGLES.read_text(encoding="utf-8")))
    publiques = {
        f"**#/paths/{_pointeur(chemin)}/{methode}"
        for chemin, operations in contrat()["paths"].items()
        for methode, operation in operations.items()
        if not operation["security"]
    }
    assert dispensees == publiques


def _pointeur(chemin: str) -> str:
    return chemin.replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
