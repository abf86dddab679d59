"""No query of the room forgets the regions: all begin in one place."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import app.instruction

_SALLE: Final = Path(next(iter(app.instruction.__path__)))
# `queries.py` adds the regions; `noter.py` writes what was opened there; `signaler.py` counts, over
# all regions, who claims an EPCI, and tells neither who nor where; the last ones are jobs.
_HORS: Final = {"queries.py", "noter.py", "signaler.py", "expirer.py", "informer.py"}
_ENONCES: Final = {"select", "exists", "update", "delete", "insert"}
_TABLES: Final = {"candidature", "depot", "instruction", "piece_jointe"}


def enonces(texte: str) -> Iterator[str]:
    """The statements that begin on one of the tables, or on what was made of one before."""
    arbre = ast.parse(texte)
    affectes = {nom: _noms(valeur) for nom, valeur in _affectations(arbre)}
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Call) and getattr(noeud.func, "id", None) in _ENONCES:
            noms = {nom for argument in noeud.args for nom in _noms(argument)}
            while autres := {la for nom in noms for la in affectes.get(nom, ())} - noms:
                noms |= autres
            if noms & _TABLES:
                yield ast.unparse(noeud)


def _noms(ici: ast.AST) -> set[str]:
    return {noeud.id for noeud in ast.walk(ici) if isinstance(noeud, ast.Name)}


def _affectations(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """What constants of a module are made of."""
    for noeud in module.body:
        match noeud:
            case (
                ast.AnnAssign(target=ast.Name(id=nom), value=ast.expr() as valeur)
                | ast.Assign(targets=[ast.Name(id=nom)], value=valeur)
            ):
                yield nom, valeur
            case _:
                pass


def test_une_requete_commence_par_ce_que_l_appelant_peut_voir() -> None:
    fichiers = [f for f in _SALLE.rglob("*.py") if f.name not in _HORS]
    assert len(fichiers) > 3
    assert {f.name: [*enonces(f.read_text(encoding="utf-8"))] for f in fichiers} == {
        f.name: [] for f in fichiers
    }


def test_ce_qui_l_oublierait_se_trouve() -> None:
    assert [*enonces("x = select(depot.c.rang).where(instruction.c.rang == 1)")]
    assert [*enonces("COLONNES: Final = (depot.c.rang,)\nx = select(*COLONNES)")]
    assert not [*enonces("x = visibles(regions, depot.c.rang).where(depot.c.rang == 1)")]
