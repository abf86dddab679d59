"""What import-linter cannot say of imports: who speaks HTTP is told by its place; no circle."""

import re
from functools import cache
from typing import Final

import grimp

_ROUTES: Final = re.compile(r"app\.\w+(\.\w+)*\.(\w+_)?routes")
# Between a request and an act besides: they read what a request carries for its route.
_LECTEURS: Final = {
    "app.acces.admission",
    "app.acces.gardes",
    "app.acces.identite",
    "app.candidatures.erreurs_projetees",
}
# The plumbing of HTTP, and the room that describes all routes.
_AILLEURS: Final = ("app.kit", "app.contrat")


@cache
def _imports() -> grimp.ImportGraph:
    return grimp.build_graph("app", include_external_packages=True, cache_dir=None)


def _parlent_http() -> set[str]:
    """The modules that reach FastAPI or Starlette, by any way."""
    graphe = _imports()
    return {m for nom in ("fastapi", "starlette") for m in graphe.find_downstream_modules(nom)}


def test_un_acte_ne_connait_pas_http() -> None:
    """Every module of a room, but its routes."""
    salles = {m for m in _imports().find_children("app") if _imports().find_children(m)}
    actes = {
        module
        for salle in salles.difference(_AILLEURS)
        for module in _imports().find_descendants(salle)
        if not _ROUTES.fullmatch(module) and module not in _LECTEURS
    }
    assert {"app.candidatures.brouillon", "app.candidatures.partage.inviter"} <= actes
    assert sorted(actes & _parlent_http()) == []
    assert _parlent_http() >= _LECTEURS


def test_aucun_import_ne_revient_a_qui_l_a_fait() -> None:
    """Not even those that only types need."""
    graphe = _imports()
    cercles = [
        (module, importe)
        for module in graphe.modules
        for importe in graphe.find_modules_directly_imported_by(module)
        if graphe.chain_exists(importer=importe, imported=module)
    ]
    assert sorted(cercles) == []
