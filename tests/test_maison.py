"""The figures of the house: short files, short functions, one meaning for each name of file.

`ruff` holds the complexity of functions (C901 in `pyproject.toml`).
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import app

_ICI: Final = Path(app.__file__).parent
_FICHIERS: Final = sorted(_ICI.rglob("*.py"))
# What every room may have, under the name that it has in all.
_MOBILIER: Final = {
    "__init__",
    "exemples",
    "queries",
    "refus",
    "representation",
    "routes",
    "tables",
}
# Longer than any file of code may be, for they hold data.
_DONNEES: Final = {
    "formulaire/catalogue.py": "every code of the form, with its message",
    "demonstration/phrases.py": "what the applicants of the demonstration write",
}
Fonction = ast.FunctionDef | ast.AsyncFunctionDef


def _lignes(fichier: Path) -> int:
    return len(fichier.read_text(encoding="utf-8").splitlines())


def _fonctions() -> Iterator[tuple[str, Fonction]]:
    """Every function of the service, methods and functions within others included."""
    for fichier in _FICHIERS:
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
            if isinstance(noeud, Fonction):
                yield f"{fichier.relative_to(_ICI)}:{noeud.lineno} {noeud.name}", noeud


def _longueur(fonction: Fonction) -> int:
    """How many lines it does something in: its parameters, its docstring and the functions within
    it apart. One that does no more than return an expression lists data."""
    corps = fonction.body[1:] if ast.get_docstring(fonction) else fonction.body
    if not corps or (len(corps) == 1 and isinstance(corps[0], ast.Return)):
        return 0
    dedans = sum(_etendue(noeud, noeud) for noeud in corps if isinstance(noeud, Fonction))
    return _etendue(corps[0], corps[-1]) - dedans


def _etendue(premier: ast.stmt, dernier: ast.stmt) -> int:
    assert dernier.end_lineno
    return dernier.end_lineno - premier.lineno + 1


def test_les_fichiers_sont_courts() -> None:
    longueurs = [_lignes(fichier) for fichier in _FICHIERS]
    assert median(longueurs) <= 80
    assert quantiles(longueurs, n=10)[-1] <= 200


def test_seules_des_donnees_depassent_300_lignes() -> None:
    longs = {f.relative_to(_ICI).as_posix() for f in _FICHIERS if _lignes(f) > 300}
    assert longs == _DONNEES.keys()


def test_une_fonction_tient_en_40_lignes() -> None:
    longueurs = {lieu: _longueur(fonction) for lieu, fonction in _fonctions()}
    assert {lieu: lignes for lieu, lignes in longueurs.items() if lignes > 40} == {}


def test_un_nom_de_fichier_n_a_qu_un_sens() -> None:
    ou = defaultdict[str, list[str]](list)
    for fichier in _FICHIERS:
        if fichier.stem not in _MOBILIER:
            ou[fichier.stem].append(fichier.relative_to(_ICI).as_posix())
    assert [lieux for lieux in ou.values() if len(lieux) > 1] == []
