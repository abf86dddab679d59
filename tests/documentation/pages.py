"""The snippets of a page of the documentation, as a reader copies them."""

import re
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final

RACINE: Final = Path(__file__).parents[2]
DOCS: Final = RACINE / "docs"
SERVICE: Final = "127.0.0.1:8000"
"""The address of the service in every snippet."""
_BLOC: Final = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Bloc:
    """A fenced block: its language, the file to save it in if it names one, its text."""

    langage: str
    fichier: str
    texte: str


def blocs(page: str, langage: str) -> list[Bloc]:
    """Those of a page (`essais.md`) in one language, in order."""
    texte = (DOCS / page).read_text(encoding="utf-8")
    trouves = [Bloc(*trouve) for trouve in _BLOC.findall(texte)]
    return [bloc for bloc in trouves if bloc.langage == langage]


def programme(page: str, langage: str, adresse: str) -> str:
    """The blocks of one language as one program, that talks to the service at `adresse`."""
    textes = [bloc.texte for bloc in blocs(page, langage)]
    assert textes, f"{page} n'a plus de bloc {langage}"
    return "\n".join(textes).replace(f"http://{SERVICE}", adresse)


def commande(page: str, debut: str) -> str:
    """The one shell command of a page that starts so."""
    textes = [bloc.texte.strip() for bloc in blocs(page, "sh")]
    trouvees = [
        ligne
        for texte in textes
        for ligne in texte.replace("\\\n", " ").splitlines()
        if ligne.startswith(debut)
    ]
    assert len(trouvees) == 1, f"{page} : {debut} : {trouvees}"
    return trouvees[0]


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]
