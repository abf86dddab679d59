"""What the tests of the form share: change a dossier, read a verdict."""

from collections.abc import Collection, Mapping
from typing import Any, Final, cast

from app.corpus.instance import ABSENT, descendre
from app.corpus.instance import avec as modifier
from app.formulaire.choix import Rubrique
from app.formulaire.evaluation import Examen, examiner
from app.formulaire.messages import Ecart, Gravite
from tests.formulaire.exemples import Json, dossier_complet

TOUTES: Final = frozenset(Rubrique)

Constat = tuple[str, str]


def avec(changements: Mapping[str, Any], base: Json | None = None) -> Json:
    """The full dossier (or a copy of `base`) with the value at each pointer set; ABSENT removes."""
    return modifier(changements, base if base is not None else dossier_complet())


def examen(changements: Mapping[str, Any], pieces: Collection[Rubrique] = TOUTES) -> Examen:
    """What the full dossier, so changed, is found to be."""
    return examiner(avec(changements), pieces)


def constats(
    changements: Mapping[str, Any], pieces: Collection[Rubrique] = TOUTES
) -> list[Constat]:
    """Where and what was found in the full dossier, so changed: (pointer, code), sorted."""
    return paires(examen(changements, pieces).ecarts)


def paires(ecarts: Collection[Ecart]) -> list[Constat]:
    """Where and what: (pointer, code), sorted."""
    return sorted((ecart.pointeur, ecart.code) for ecart in ecarts)


def erreurs(ecarts: Collection[Ecart]) -> list[Ecart]:
    """Without the warnings."""
    return [ecart for ecart in ecarts if ecart.gravite is Gravite.ERREUR]


def causes(changements: Mapping[str, Any], pointeur: str) -> list[str]:
    """The answers that caused the one difference found at `pointeur`."""
    (trouve,) = [e for e in examen(changements).ecarts if e.pointeur == pointeur]
    return trouve.a_cause_de


def retenu(changements: Mapping[str, Any], pointeur: str) -> Any:
    """What a deposit of the full dossier, so changed, keeps at `pointeur`; ABSENT if nothing."""
    trouve = examen(changements)
    assert trouve.deposable, trouve.ecarts
    noeud: Any = trouve.instantane()
    for partie in pointeur.removeprefix("/").split("/"):
        noeud = descendre(noeud, partie)
        if noeud is ABSENT:
            break
    return noeud


def chemins(noeud: Any, ici: str = "") -> list[str]:
    """The pointers of everything below a JSON value (no key here needs escaping)."""
    if isinstance(noeud, dict):
        branches = list(cast(Json, noeud).items())
    elif isinstance(noeud, list):
        branches = [(str(rang), element) for rang, element in enumerate(cast(list[Any], noeud))]
    else:
        return []
    return [
        trouve
        for cle, valeur in branches
        for trouve in (f"{ici}/{cle}", *chemins(valeur, f"{ici}/{cle}"))
    ]
