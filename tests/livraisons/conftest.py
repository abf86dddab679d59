"""The code of the last release."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.compatibilite.histoire import commit_de, extraire
from tests.compatibilite.instantanes import derniere
from tests.exploitation.processus import PROJET, Code

_VERROU: Final = "requirements.lock"


@pytest.fixture(scope="session")
def precedente() -> str:
    """The version of the last release."""
    version = derniere()
    assert version
    return version


@pytest.fixture(scope="session")
def ancien(precedente: str, tmp_path_factory: pytest.TempPathFactory) -> Code:
    """Its code, with the packages that it was released with."""
    racine = tmp_path_factory.mktemp("ancien")
    extraire(commit_de(precedente), racine)
    if (racine / _VERROU).read_bytes() == (PROJET / _VERROU).read_bytes():
        return Code(racine)
    return Code(racine, _installer(racine))


def _installer(racine: Path) -> str:
    """Install what its own lock says; the Python that has it."""
    environnement = racine / ".venv"
    subprocess.run([sys.executable, "-m", "venv", environnement], check=True)
    python = str(environnement / "bin" / "python")
    options = ["--quiet", "--require-hashes", "--no-deps", "-r", racine / _VERROU]
    subprocess.run([python, "-m", "pip", "install", *options], check=True)
    return python
