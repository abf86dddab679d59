"""Every field of the form, at its place in a dossier where it is shown and answered.

That is the dossier where all are (`dossier_integral`), or else one where its condition holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from app.corpus.completer import repondre
from app.corpus.dossiers import accorde, cles_exigees, dossier_integral
from app.corpus.instance import Constat, Json, avec, reponse
from app.formulaire.conditions import Contient
from app.formulaire.dossier import Dossier
from app.formulaire.section import Champ, Groupe


@dataclass(frozen=True, slots=True)
class Groupement:
    """A group of fields, where it is, and a dossier that shows and answers it.

    In a list, `dues` are the keys that the list makes due, and `uniques` what the list says once
    the answer under a key is lost, when no other element gives it.
    """

    pointeur: str
    groupe: type[Groupe]
    base: Json
    dues: frozenset[str] = frozenset()
    uniques: dict[str, Constat] = field(default_factory=dict[str, Constat])


@dataclass(frozen=True, slots=True)
class Place:
    """A field, where it is, and a dossier that shows and answers it.

    `suites` is what its list says once the answer is lost.
    """

    pointeur: str
    champ: Champ
    base: Json
    due: bool
    suites: tuple[Constat, ...]

    @property
    def groupe(self) -> str:
        """The pointer of the group that has the field."""
        return self.pointeur.rpartition("/")[0]

    @property
    def nom(self) -> str:
        """The pointer as a part of a name."""
        return en_nom(self.pointeur)

    @property
    def libelle(self) -> str:
        """How a title names the field."""
        return f"« {self.champ.info.title} » ({self.pointeur})"

    @property
    def reponse(self) -> Any:
        """The answer in the dossier that shows it."""
        return reponse(self.base, self.pointeur)

    def avec(self, valeur: Any) -> Json:
        """That dossier, with another answer; `ABSENT` for none."""
        return avec({self.pointeur: valeur}, self.base)


def d_un_autre_type(champ: Champ) -> Any:
    """A value that is not of the field's JSON type."""
    if champ.groupe:
        return []
    if champ.element:
        return {}
    return {bool: "oui", int: "450000"}.get(champ.sorte, 42)


def en_nom(pointeur: str) -> str:
    """A pointer as a part of a name."""
    return pointeur.removeprefix("/").replace("/", "-")


def place(pointeur: str) -> Place:
    """The field at a pointer."""
    return next(place for place in places() if place.pointeur == pointeur)


@cache
def places() -> tuple[Place, ...]:
    """The fields in the order of the form; those of a list in its first element."""
    return tuple(place for _, dedans in _parcourir() for place in dedans)


def places_ensemble() -> tuple[Place, ...]:
    """Those that `dossier_integral` shows, all together."""
    integral = dossier_integral()
    return tuple(place for place in places() if place.base == integral)


@cache
def groupements() -> tuple[Groupement, ...]:
    """The groups in the order of the form, the whole dossier first."""
    return tuple(groupement for groupement, _ in _parcourir())


def _parcourir() -> Iterator[tuple[Groupement, list[Place]]]:
    return _descendre(Groupement("", Dossier, dossier_integral()))


def _descendre(groupement: Groupement) -> Iterator[tuple[Groupement, list[Place]]]:
    dedans = [_place(groupement, champ) for champ in groupement.groupe.champs.values()]
    yield groupement, dedans
    for ou in dedans:
        if ou.champ.groupe:
            yield from _descendre(Groupement(ou.pointeur, ou.champ.groupe, ou.base))
        if ou.champ.element:
            yield from _descendre(_premier_element(ou, ou.champ.element))


def _place(groupement: Groupement, champ: Champ) -> Place:
    suites = [constat for cle, constat in groupement.uniques.items() if cle == champ.nom]
    base = _ou_montre(groupement, champ)
    due = champ.du(reponse(base, groupement.pointeur)) or champ.nom in groupement.dues
    return Place(f"{groupement.pointeur}/{champ.nom}", champ, base, due, tuple(suites))


def _ou_montre(groupement: Groupement, champ: Champ) -> Json:
    if champ.si is None or champ.si.tient(reponse(groupement.base, groupement.pointeur)):
        return groupement.base
    cause = champ.si.cause(groupement.pointeur)
    return repondre(accorde(cause, champ.si.valeurs[0]), groupement.base, tout=True)


def _premier_element(ou: Place, element: type[Groupe]) -> Groupement:
    autres = cast(list[Json], ou.reponse)[1:]
    uniques = {
        regle.cle: (ou.pointeur, regle.code)
        for regle in ou.champ.regles
        if isinstance(regle, Contient) and all(a[regle.cle] != regle.valeur for a in autres)
    }
    cles = cles_exigees(ou.champ, reponse(ou.base, ou.groupe))
    return Groupement(f"{ou.pointeur}/0", element, ou.base, frozenset(cles), uniques)
