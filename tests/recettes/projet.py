"""A copy of the whole project, where a recipe is followed to the letter."""

import subprocess
import sys
from pathlib import Path
from shutil import copy2
from typing import Final

from app.kit.postgres.migrations import derniere
from tests.copie import PROJET, Copie

SUIVANTE: Final = f"{int(derniere()) + 1:04}"
"""The number of a migration to write."""
_INSTALLES: Final = (".venv", "tests/npm/node_modules")


class Projet(Copie):
    """What git knows of the project, in its environment; `ecrits` are the files written by hand."""

    def __init__(self, racine: Path) -> None:
        self.racine = racine
        self.ecrits = set[str]()
        for nom in _connus():
            (racine / nom).parent.mkdir(parents=True, exist_ok=True)
            copy2(PROJET / nom, racine / nom)
        for installe in _INSTALLES:
            (racine / installe).symlink_to(PROJET / installe)

    def remplacer(self, fichier: str, motif: str, neuf: str) -> None:
        """As that of a `Copie`."""
        self.ecrits.add(fichier)
        super().remplacer(fichier, motif, neuf)

    def ajouter(self, fichier: str, texte: str) -> None:
        """Put a text at the end of a file, which may be new."""
        self.ecrits.add(fichier)
        with (self.racine / fichier).open("a", encoding="utf-8") as ouvert:
            ouvert.write(texte)

    def generer(self) -> None:
        """`make generated`, all being installed."""
        self.lancer("make", "-o", ".venv/.dev", "generated")

    def outil(self, nom: str, *arguments: str, **variables: str) -> str:
        """What a tool of the environment prints."""
        return self.lancer(f".venv/bin/{nom}", *arguments, **variables)

    def relire(self) -> None:
        """What `make lint` and `make types` say of the Python that was written."""
        ecrits = sorted(ecrit for ecrit in self.ecrits if ecrit.endswith(".py"))
        self.outil("ruff", "check", "--quiet", *ecrits)
        self.outil("ruff", "format", "--quiet", "--check", *ecrits)
        self.outil("pyright", *ecrits)

    def tester(self, *quoi: str) -> None:
        """Run these tests of the copy."""
        self.lancer(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *quoi)

    def migrer(self) -> None:
        """What is asked of a migration: its locks, the tables that it makes, down and up again."""
        self.outil("python", ".ci/squawk.py")
        choix = "se_suivent or que_le_code_decrit or on_descend_et_on_remonte"
        self.tester("tests/kit/postgres/test_migrations.py", "-k", choix)


def _connus() -> list[str]:
    """The files of the working tree that git follows, or would."""
    commande = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    noms = subprocess.run(commande, cwd=PROJET, capture_output=True, text=True, check=True).stdout
    return [nom for nom in noms.split("\0") if (PROJET / nom).is_file()]
