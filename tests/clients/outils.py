"""Run the generators and compilers of clients, and read the types that they write."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]
RACINE: Final = Path(__file__).parents[2]
EXEMPLE: Final = RACINE / "app/formulaire/exemple.json"
ICI: Final = Path(__file__).parent
NODE_MODULES: Final = RACINE / "tests/npm/node_modules"
# The tools of the project's own environment: node, ruff, pyright…
_ENVIRONNEMENT: Final = {
    **os.environ,
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
}
_COMMENTAIRES: Final = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def lancer(*commande: str | Path, dans: Path) -> str:
    """Run a command in a folder; what it printed. Fails the test with it when the command fails."""
    fini = subprocess.run(
        commande,
        cwd=dans,
        env=_ENVIRONNEMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert fini.returncode == 0, f"{fini.stdout}\n{fini.stderr}"
    return fini.stdout


def npm(outil: str, *arguments: str, dans: Path) -> str:
    """Run a tool of `tests/npm`."""
    return lancer(NODE_MODULES / ".bin" / outil, *arguments, dans=dans)


def openapi_generator(
    document: Path, projet: Path, generateur: str, options: str, *autres: str, ou: str = "client"
) -> None:
    """Have openapi-generator write a client in the folder `ou` of a project."""
    lancer(
        *("openapi-generator-cli", "generate", "-i", document, "-g", generateur, "-o", ou),
        *("--additional-properties", options, *autres),
        dans=projet,
    )


def sans_commentaires(source: str) -> str:
    """TypeScript without its comments, nor the lines that they leave empty."""
    lignes = _COMMENTAIRES.sub("", source).splitlines()
    return "\n".join(ligne for ligne in lignes if ligne.strip())


def nullables(schemas: Json) -> set[tuple[str, str]]:
    """The (component, member) that may be null, as the contract says it."""
    return {
        (nom, cle)
        for nom, schema in schemas.items()
        for cle, membre in schema.get("properties", {}).items()
        if "null" in membre.get("type", ()) or {"type": "null"} in membre.get("anyOf", ())
    }


def libres(schemas: Json) -> set[str]:
    """The components that are any JSON object: nobody can type what is in them."""
    return {nom for nom, schema in schemas.items() if schema.get("additionalProperties") is True}
