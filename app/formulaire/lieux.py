"""Answers of a dossier found by where they are, taken out, put elsewhere.

A place is an RFC 6901 pointer in which `*` stands for every element of a list.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from app.formulaire.types import est_blanc
from app.kit.json_pointer import parties, pointeur

Json = dict[str, Any]
Rangs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lieu:
    """Where there is an answer: its pointer, and the ranks that stand for each `*`."""

    groupe: Json
    cle: str
    pointeur: str
    rangs: Rangs

    @property
    def valeur(self) -> Any:
        """The answer."""
        return self.groupe[self.cle]


def lieux(dossier: Json, chemin: str) -> list[Lieu]:
    """Where there is something, be it blank, at the place `chemin`."""
    *parents, cle = parties(chemin)
    return [
        Lieu(cast(Json, groupe), cle, ici + pointeur(cle), rangs)
        for groupe, ici, rangs in _groupes(dossier, parents)
        if isinstance(groupe, dict) and cle in groupe
    ]


def repondu(dossier: Json, chemin: str) -> bool:
    """Whether there is an answer at a place: in a list that is not empty, in each element."""
    elements = _groupes(dossier, parties(chemin[: chemin.rfind("*") + 1]))
    donnes = [lieu for lieu in lieux(dossier, chemin) if not _blanc(lieu.valeur)]
    return 0 < len(elements) == len(donnes)


def prendre(dossier: Json, chemin: str) -> Iterator[tuple[Lieu, Any]]:
    """Take out what is at a place, and the groups that are left empty; yield what was given."""
    pris = [(lieu, lieu.groupe.pop(lieu.cle)) for lieu in lieux(dossier, chemin)]
    _elaguer(dossier, parties(chemin)[:-1])
    yield from ((lieu, valeur) for lieu, valeur in pris if not _blanc(valeur))


def poser(dossier: Json, chemin: str, valeur: Any) -> bool:
    """Put an answer where there is none but a blank; whether there was room for it.

    An answer on the way, where a group should be, leaves none.
    """
    groupe: Any = dossier
    *parents, cle = parties(chemin)
    for partie in parents:
        if isinstance(groupe, dict):
            cast(Json, groupe).setdefault(partie, {})
        groupe = next((dessous for _, dessous in _dessous(groupe, partie)), None)
    if not isinstance(groupe, dict) or not _blanc(cast(Json, groupe).get(cle)):
        return False
    groupe[cle] = valeur
    return True


def concret(chemin: str, rangs: Rangs) -> str:
    """The pointer of a place, its `*` replaced by these ranks."""
    suite = iter(rangs)
    return "/".join(next(suite) if partie == "*" else partie for partie in chemin.split("/"))


def sous(ici: str, chemin: str) -> tuple[Rangs, str] | None:
    """How a pointer or place goes on from the place `chemin`, if it is there or below.

    The ranks that it has for each `*`, which may be `*` again, and what follows them.
    """
    trouvees, attendues = ici.split("/"), chemin.split("/")
    if len(trouvees) < len(attendues):
        return None
    paires = list(zip(attendues, trouvees, strict=False))
    if not all(attendue in ("*", trouvee) for attendue, trouvee in paires):
        return None
    rangs = tuple(trouvee for attendue, trouvee in paires if attendue == "*")
    return rangs, "".join(f"/{partie}" for partie in trouvees[len(attendues) :])


def _blanc(valeur: Any) -> bool:
    return valeur is None or valeur in ([], {}) or est_blanc(valeur)


def _groupes(groupe: Any, parents: list[str]) -> list[tuple[Any, str, Rangs]]:
    trouves: list[tuple[Any, str, Rangs]] = [(groupe, "", ())]
    for partie in parents:
        trouves = [
            (dessous, ici + pointeur(cle), (*rangs, str(cle)) if partie == "*" else rangs)
            for dessus, ici, rangs in trouves
            for cle, dessous in _dessous(dessus, partie)
        ]
    return trouves


def _dessous(groupe: Any, partie: str) -> Sequence[tuple[str | int, Any]]:
    if isinstance(groupe, dict):
        membres = cast(Json, groupe)
        return [(partie, membres[partie])] if partie in membres else []
    if isinstance(groupe, list):
        elements = list(enumerate(cast(list[Any], groupe)))
        return [(rang, e) for rang, e in elements if partie in ("*", str(rang))]
    return []


def _elaguer(groupe: Any, parents: list[str]) -> None:
    if not parents:
        return
    for cle, dessous in _dessous(groupe, parents[0]):
        _elaguer(dessous, parents[1:])
        if dessous == {} and isinstance(groupe, dict):
            del groupe[cle]
