"""What the continuous integration asks about the packages: advisories, licences."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, cast

import pytest

_CI: Final = Path(__file__).parents[2] / ".ci"
_AVIS: Final = runpy.run_path(str(_CI / "advisories.py"))
_LICENCES: Final = runpy.run_path(str(_CI / "licences.py"))
_SAIN: Final[dict[str, Any]] = {"name": "sain", "version": "1.0", "vulns": []}
_ATTEINT: Final[dict[str, Any]] = {
    "name": "atteint",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["1.1"]}],
}
_SANS_REPONSE: Final = {"name": "inconnu", "skip_reason": "Dependency not found on PyPI"}


def _rapport(*paquets: dict[str, Any]) -> tuple[str, int]:
    return cast(Callable[[list[Any]], tuple[str, int]], _AVIS["rapport"])([*paquets])


def test_un_paquet_atteint_arrete_la_verification() -> None:
    dit, statut = _rapport(_SAIN, _ATTEINT)
    assert statut == 1
    assert "VULNERABLE: atteint 1.0: PYSEC-2026-1, mended in 1.1" in dit
    assert "NOT AUDITED" not in dit


def test_ce_qui_n_a_pas_ete_verifie_est_dit_et_ne_passe_pas_pour_sain() -> None:
    dit, statut = _rapport(_SAIN, _SANS_REPONSE)
    assert statut == 0
    assert "1 of 2 packages audited." in dit
    assert "NOT AUDITED: 1 packages" in dit
    assert "inconnu: Dependency not found on PyPI" in dit


@pytest.mark.parametrize(
    ("licence", "admise"),
    [
        ("MIT", True),
        ("(MIT OR GPL-3.0-only)", True),
        ("MIT AND PSF-2.0", True),
        ("Apache-2.0 AND GPL-3.0-only", False),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0-only", False),
        ("SSPL-1.0", False),
        ("", False),
        ("Proprietary", False),
    ],
)
def test_une_licence_va_avec_celle_du_projet_ou_ne_va_pas(licence: str, *, admise: bool) -> None:
    assert cast(Callable[[str], bool], _LICENCES["admise"])(licence) is admise
