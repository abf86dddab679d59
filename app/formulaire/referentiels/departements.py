"""The départements, and outlines to draw them by. Source and licences: `SOURCE.md`.

Read when they are needed, and not kept: their outlines weigh 45 KB.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Departement(NamedTuple):
    """Its INSEE code, its name; its outline as a path of SVG, None overseas."""

    code: str
    nom: str
    trace: str | None


LARGEUR, HAUTEUR = 1226, 1170  # that the outlines are drawn in


def lire_departements() -> Sequence[Departement]:
    """All of them, by code."""
    lignes = json.loads(Path(__file__).with_name("departements.json").read_text(encoding="utf-8"))
    return [Departement(**ligne) for ligne in lignes]


@cache
def noms_des_departements() -> Mapping[str, str]:
    """The name of each, by its code."""
    return {un.code: un.nom for un in lire_departements()}


def departement_de(commune: str) -> str:
    """The code of that where a commune of this INSEE code lies."""
    return commune[: 3 if commune.startswith("97") else 2]
