"""The commit of the last release is recorded, and a history cut short says so."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.compatibilite.histoire import HistoireIncomplete, commit_de, extraire, tete
from tests.compatibilite.instantanes import GARDES, PROJET, lire, publier, sans_exemples
from tests.exploitation.processus import Code, environnement

pytestmark = pytest.mark.verify


def _git(ou: Path, *arguments: str) -> None:
    qui = ("-c", "user.name=Essai", "-c", "user.email=essai@example.fr")
    subprocess.run(["git", *qui, "-C", ou, *arguments], check=True, capture_output=True)


def test_le_commit_retenu_tient_la_promesse_de_sa_version(
    ancien: Code, precedente: str, tmp_path: Path
) -> None:
    ecrit = tmp_path / "openapi.json"
    _lancer(ancien, *ancien.commande("openapi", str(ecrit)))
    promis = lire(PROJET / GARDES / precedente)
    assert sans_exemples(json.loads(ecrit.read_text("utf-8"))) == promis.openapi
    assert sans_exemples(lire(ancien.racine).publies) == promis.publies


def test_le_code_joue_est_celui_de_l_histoire(ancien: Code) -> None:
    ou = "import app; print(*app.__path__)"
    assert _lancer(ancien, ancien.python, "-c", ou).strip() == str(ancien.racine / "app")


def _lancer(code: Code, *commande: str) -> str:
    fini = subprocess.run(
        commande, cwd=code.racine, env=environnement(), check=True, capture_output=True, text=True
    )
    return fini.stdout


def test_un_clone_superficiel_dit_comment_avoir_l_histoire(precedente: str, tmp_path: Path) -> None:
    _git(tmp_path, "clone", "--depth=1", f"file://{PROJET}", "clone")
    with pytest.raises(HistoireIncomplete, match="git fetch --unshallow"):
        extraire(commit_de(precedente), tmp_path / "arbre", tmp_path / "clone")


def test_une_version_se_publie_avec_le_commit_qui_la_tient(tmp_path: Path) -> None:
    for nom in ("openapi.json", "pyproject.toml"):
        (tmp_path / nom).write_bytes((PROJET / nom).read_bytes())
    _git(tmp_path, "init")
    with pytest.raises(HistoireIncomplete, match=r"openapi\.json"):
        tete(tmp_path)
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-m", "Essai")
    version = publier(tete(tmp_path), tmp_path).name
    assert commit_de(version, tmp_path) == tete(tmp_path)
    _git(tmp_path, "cat-file", "-e", commit_de(version, tmp_path))
