"""A breaking difference passes only when the version and the changelog announce it."""

import json
from pathlib import Path
from typing import Final

import pytest

from tests.compatibilite.__main__ import verifier
from tests.compatibilite.instantanes import PROJET, derniere, lire, publier
from tests.compatibilite.permission import ruptures_annoncees, version_permet

_JOURNAL: Final = """# Changelog

## [0.2.0] - 2026-12-01

### Breaking

- `lireCampagne` is gone: the form carries its dates.

### Added

- Not `validerDossier`.

## [0.1.0] - 2026-11-23

### Breaking

- `listerCodes`
"""
_CHEMINS: Final = ("/v1/campagne", "/v1/validation", "/v1/codes")


@pytest.fixture
def projet(tmp_path: Path) -> Path:
    """A part of what the project promises, released as it stands under its version."""
    copie = _copier(tmp_path, "schemas/*.json")
    document = json.loads((copie / "openapi.json").read_text(encoding="utf-8"))
    document["paths"] = {chemin: document["paths"][chemin] for chemin in _CHEMINS}
    (copie / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    return _publier(copie)


def _copier(la: Path, schemas: str) -> Path:
    """The contract in this folder, and the schemas that this pattern finds."""
    fichiers = [PROJET / "openapi.json", PROJET / "pyproject.toml", *PROJET.glob(schemas)]
    for fichier in fichiers:
        copie = la / fichier.relative_to(PROJET)
        copie.parent.mkdir(parents=True, exist_ok=True)
        copie.write_bytes(fichier.read_bytes())
    (la / "CHANGELOG.md").write_text(_JOURNAL, encoding="utf-8")
    return la


def _publier(projet: Path) -> Path:
    _version(projet, "0.1.0")
    publier("0" * 40, projet)
    return projet


def _version(projet: Path, version: str) -> None:
    document = json.loads((projet / "openapi.json").read_text(encoding="utf-8"))
    document["info"]["version"] = version
    (projet / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    texte = f'[project]\nversion = "{version}"\n'
    (projet / "pyproject.toml").write_text(texte, encoding="utf-8")


def _retirer(projet: Path, chemin: str) -> None:
    document = json.loads((projet / "openapi.json").read_text(encoding="utf-8"))
    del document["paths"][chemin]
    (projet / "openapi.json").write_text(json.dumps(document), encoding="utf-8")


def test_sans_difference_rien_n_est_refuse(projet: Path) -> None:
    assert verifier(projet) is None


def test_une_rupture_sans_nouvelle_version_est_refusee(projet: Path) -> None:
    _retirer(projet, "/v1/campagne")
    assert "does not say so" in str(verifier(projet))


def test_une_rupture_annoncee_par_la_version_et_le_journal_passe(projet: Path) -> None:
    _retirer(projet, "/v1/campagne")
    _version(projet, "0.2.0")
    assert verifier(projet) is None


def test_une_rupture_que_le_journal_ne_nomme_pas_est_refusee(projet: Path) -> None:
    _version(projet, "0.2.0")
    for chemin in _CHEMINS:
        _retirer(projet, chemin)
    refus = str(verifier(projet))
    assert "lireCampagne" not in refus
    assert "validerDossier" in refus
    assert "listerCodes" in refus


def test_deux_versions_qui_se_contredisent_sont_refusees(projet: Path) -> None:
    (projet / "pyproject.toml").write_text('[project]\nversion = "9.0.0"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"9\.0\.0"):
        verifier(projet)


def test_sans_publication_il_n_y_a_rien_a_comparer(
    projet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (projet / "docs").rename(projet / "ailleurs")
    assert verifier(projet) is None
    assert "no release" in capsys.readouterr().out


def test_les_mots_changes_ne_se_montrent_que_sur_demande(
    projet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads((projet / "openapi.json").read_text(encoding="utf-8"))
    document["paths"]["/v1/campagne"]["get"]["summary"] = "Autrement dit"
    (projet / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    assert verifier(projet) is None
    assert "summary" not in capsys.readouterr().out
    assert verifier(projet, tout=True) is None
    assert "campagne/get/summary: reworded" in capsys.readouterr().out


def test_publier_garde_tout_sauf_les_exemples(tmp_path: Path) -> None:
    garde = lire(_publier(_copier(tmp_path, "schemas/**/*.json")) / "docs" / "contrat" / "0.1.0")
    reel = lire(PROJET)
    assert garde.publies.keys() == reel.publies.keys()
    assert garde.openapi["paths"].keys() == reel.openapi["paths"].keys()
    assert '"example"' not in json.dumps(garde.openapi)


def test_la_derniere_version_se_compare_par_ses_nombres(tmp_path: Path) -> None:
    for version in ("0.9.0", "0.10.0", "brouillon"):
        (tmp_path / "docs" / "contrat" / version).mkdir(parents=True)
    assert derniere(tmp_path) == "0.10.0"


@pytest.mark.parametrize(
    ("avant", "apres", "permise"),
    [
        ("0.1.0", "0.1.1", False),
        ("0.1.0", "0.2.0", True),
        ("0.9.0", "1.0.0", True),
        ("1.2.0", "1.3.0", False),
        ("1.2.0", "2.0.0", True),
        ("0.2.0", "0.1.0", False),
    ],
)
def test_semver_dit_quand_une_rupture_est_permise(avant: str, apres: str, permise: bool) -> None:
    assert version_permet(avant, apres) is permise


def test_seules_comptent_les_ruptures_de_la_version() -> None:
    assert "lireCampagne" in ruptures_annoncees(_JOURNAL, "0.2.0")
    assert "validerDossier" not in ruptures_annoncees(_JOURNAL, "0.2.0")
    assert not ruptures_annoncees(_JOURNAL, "0.3.0")
