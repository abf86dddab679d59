"""The commit of a release: written beside its contract, its tree taken from the history."""

import io
import subprocess
import tarfile
from pathlib import Path

from tests.compatibilite.instantanes import COMMIT, GARDES, PROJET


class HistoireIncomplete(Exception):
    """The history does not hold what is asked of it; says what to do."""


def commit_de(version: str, projet: Path = PROJET) -> str:
    """The commit of a release whose promise is kept."""
    return (projet / GARDES / version / COMMIT).read_text("ascii").strip()


def tete(projet: Path = PROJET) -> str:
    """The commit that holds the working tree; HistoireIncomplete when none does yet."""
    change = _git(projet, "status", "--porcelain", "--", ".", f":!{GARDES}").decode()
    if change:
        raise HistoireIncomplete(f"commit these first, for the release to have a commit:\n{change}")
    return _git(projet, "rev-parse", "HEAD").decode().strip()


def extraire(commit: str, la: Path, projet: Path = PROJET) -> None:
    """Write the tree of a commit in a folder; HistoireIncomplete when it cannot be had."""
    try:
        archive = _git(projet, "archive", "--format=tar", commit)
    except subprocess.CalledProcessError as erreur:
        raise HistoireIncomplete(
            f"the history here has no commit {commit}, of the last release: in a shallow clone, "
            f"`git fetch --unshallow` brings it ({erreur.stderr.decode().strip()})"
        ) from None
    with tarfile.open(fileobj=io.BytesIO(archive)) as arbre:
        arbre.extractall(la, filter="data")


def _git(projet: Path, *arguments: str) -> bytes:
    commande = ["git", "-C", str(projet), *arguments]
    return subprocess.run(commande, check=True, capture_output=True).stdout
