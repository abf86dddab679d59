"""Every field of the form, at its place in the dossier where all are shown and answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import cast

from app.corpus.dossiers import cles_exigees, dossier_integral
from app.corpus.instance import Constat, Json
from app.formulaire.conditions import Contient
from app.formulaire.dossier import Dossier
from app.formulaire.section import Champ, Groupe


@dataclass(frozen=True, slots=True)
class Groupement:
    """A group of fields and where it is.

    In a list, `dues` are the keys that the list makes due, and `uniques` what the list says once
    the answer under a key is lost, when no other element gives it.
    """

    pointeur: str
    groupe: type[Groupe]
    dues: frozenset[str] = frozenset()
    uniques: dict[str, Constat] = field(default_factory=dict[str, Constat])


@dataclass(frozen=True, slots=True)
class Place:
    """A field and where it is; `suites` is what its list says once the answer is lost."""

    pointeur: str
    champ: Champ
    due: bool
    suites: tuple[Constat, ...]

    @property
    def nom(self) -> str:
        """The pointer as a part of a name."""
        return en_nom(self.pointeur)

    @property
    def libelle(self) -> str:
        """How a title names the field."""
        return f"« {self.champ.info.title} » ({self.pointeur})"


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


@cache
def groupements() -> tuple[Groupement, ...]:
    """The groups in the order of the form, the whole dossier first."""
    return tuple(groupement for groupement, _ in _parcourir())


def _parcourir() -> Iterator[tuple[Groupement, list[Place]]]:
    return _descendre(Groupement("", Dossier), dossier_integral())


def _descendre(groupement: Groupement, reponses: Json) -> Iterator[tuple[Groupement, list[Place]]]:
    champs = groupement.groupe.champs.values()
    yield groupement, [_place(groupement, champ, reponses) for champ in champs]
    for champ in champs:
        ici = f"{groupement.pointeur}/{champ.nom}"
        if champ.groupe:
            yield from _descendre(Groupement(ici, champ.groupe), reponses[champ.nom])
        if champ.element:
            premier = _premier_element(ici, champ, champ.element, reponses)
            yield from _descendre(premier, reponses[champ.nom][0])


def _place(groupement: Groupement, champ: Champ, reponses: Json) -> Place:
    suites = [constat for cle, constat in groupement.uniques.items() if cle == champ.nom]
    due = champ.du(reponses) or champ.nom in groupement.dues
    return Place(f"{groupement.pointeur}/{champ.nom}", champ, due, tuple(suites))


def _premier_element(ici: str, champ: Champ, element: type[Groupe], reponses: Json) -> Groupement:
    autres = cast(list[Json], reponses[champ.nom])[1:]
    uniques = {
        regle.cle: (ici, regle.code)
        for regle in champ.regles
        if isinstance(regle, Contient) and all(a[regle.cle] != regle.valeur for a in autres)
    }
    return Groupement(f"{ici}/0", element, frozenset(cles_exigees(champ, reponses)), uniques)
