"""The project copied elsewhere, its text changed there, then run: what follows a declaration."""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree
from typing import Final

PROJET: Final = Path(__file__).parents[1]


class Copie:
    """`app/` below the folder `racine`, to be changed and run there in processes of its own."""

    def __init__(self, racine: Path) -> None:
        self.racine = racine
        copytree(PROJET / "app", racine / "app")

    def remplacer(self, fichier: str, motif: str, neuf: str) -> None:
        """Put `neuf` (as `re.sub` takes it) where `motif` matches in a file: once, line by line."""
        chemin = self.racine / fichier
        texte, fois = re.subn(motif, neuf, chemin.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert fois == 1, f"{fichier} : {motif} s'y trouve {fois} fois"
        chemin.write_text(texte, encoding="utf-8")

    def executer(self, programme: str) -> str:
        """What a Python program that imports the copy prints; it works in `racine`."""
        return self.lancer(sys.executable, "-c", programme)

    def lancer(self, *commande: str, **variables: str) -> str:
        """What a command prints on its output, which imports the copy; it works in `racine`."""
        fini = subprocess.run(
            commande,
            cwd=self.racine,
            env={**os.environ, "PYTHONPATH": str(self.racine), **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        assert fini.returncode == 0, f"{fini.stdout}\n{fini.stderr}"
        return fini.stdout
