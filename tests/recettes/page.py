"""The recipes as `CONTRIBUTING.md` prints them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from tests.copie import PROJET

_PAGE: Final = (PROJET / "CONTRIBUTING.md").read_text(encoding="utf-8")
# A step that writes begins with its files.
_ETAPE: Final = re.compile(r"^[0-9]+\. ((?:`[\w./*-]+\.\w+`(?: and )?)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Recette:
    """What a recipe says, and the files that it has one write (`*` stands for a name)."""

    texte: str
    fichiers: tuple[str, ...]

    def ecarts(self, ecrits: Iterable[str]) -> list[str]:
        """The files written that it does not name, and those that it names for nothing."""
        chemins = [PurePosixPath(ecrit) for ecrit in ecrits]
        muets = [str(c) for c in chemins if not any(c.match(nomme) for nomme in self.fichiers)]
        vains = [nomme for nomme in self.fichiers if not any(c.match(nomme) for c in chemins)]
        return muets + vains


def recette(titre: str) -> Recette:
    """The recipe under this title."""
    (texte,) = re.findall(rf"^## {titre}\n(.*?)(?=^## |\Z)", _PAGE, re.MULTILINE | re.DOTALL)
    nommes = [nomme for etape in _ETAPE.findall(texte) for nomme in re.findall("`(.+?)`", etape)]
    return Recette(texte, tuple(nommes))


def titres() -> list[str]:
    """Those of all the recipes that write files."""
    return [
        titre for titre in re.findall("^## (.+)$", _PAGE, re.MULTILINE) if recette(titre).fichiers
    ]
