"""What changed from one dossier to another: told by the form, with its labels."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, cast

from app.formulaire.appariement import apparier, immobiles
from app.formulaire.dossier import Dossier
from app.formulaire.section import Champ, Groupe
from app.kit.glossary import decrit
from app.kit.json_pointer import pointeur

Json = dict[str, Any]
_PUIS: Final = " › "


@decrit(
    "`ajout`, `retrait` : d'une réponse, d'une section ou d'un élément de liste, entier ; "
    "`remplacement` : d'une réponse par une autre ; `deplacement` : d'un élément parmi les autres."
)
class Operation(StrEnum):
    AJOUT = "ajout"
    RETRAIT = "retrait"
    REMPLACEMENT = "remplacement"
    DEPLACEMENT = "deplacement"


@decrit("Un changement d'un dossier à un autre.")
@dataclass(frozen=True, slots=True)
class Changement:
    """One change: `avant` is what stood at `pointeur_avant` in the first dossier, `apres` what
    stands at `pointeur` in the other.

    Both of an `ajout`'s first are None, as are a `retrait`'s last. What is new in an element that
    was moved is told apart. `libelle`: the labels on the way from the section, the section's own
    for a whole one.
    """

    operation: Operation
    pointeur: str | None
    pointeur_avant: str | None
    libelle: str
    avant: Any | None
    apres: Any | None


@dataclass(frozen=True, slots=True)
class _Lieu:
    """Where the same thing is in both dossiers, and what the form calls it.

    `par_rang`: of which lists, by their pointers, elements are known by their ranks.
    """

    par_rang: Callable[[str], bool]
    avant: str = ""
    apres: str = ""
    libelle: str = ""

    def champ(self, nom: str, champ: Champ | None) -> "_Lieu":
        """The field below; one that the form does not have is called by its key."""
        libelle = champ.libelle if champ else nom
        dit = f"{self.libelle}{_PUIS}{libelle}" if self.libelle else libelle
        nomme = pointeur(nom)
        return replace(self, avant=self.avant + nomme, apres=self.apres + nomme, libelle=dit)

    def rangs(self, avant: int, apres: int) -> "_Lieu":
        """An element of the list that is here."""
        return replace(self, avant=f"{self.avant}/{avant}", apres=f"{self.apres}/{apres}")

    def ajout(self, apres: Any) -> Changement:
        return Changement(Operation.AJOUT, self.apres, None, self.libelle, None, apres)

    def retrait(self, avant: Any) -> Changement:
        return Changement(Operation.RETRAIT, None, self.avant, self.libelle, avant, None)

    def autre(self, operation: Operation, avant: Any, apres: Any) -> Changement:
        return Changement(operation, self.apres, self.avant, self.libelle, avant, apres)


def _jamais(_pointeur: str) -> bool:
    return False


def comparer(
    avant: Json, apres: Json, par_rang: Callable[[str], bool] = _jamais
) -> list[Changement]:
    """What makes one snapshot of the other, in the order of the form.

    Elements of lists are followed wherever they stand: one that others came before did not change.
    But where `par_rang` says so of a list, by its pointer, and as many are there as there were:
    each is the one that stood there.
    """
    return list(_du_groupe(Dossier, avant, apres, _Lieu(par_rang)))


def _du_groupe(groupe: type[Groupe], avant: Json, apres: Json, ici: _Lieu) -> Iterator[Changement]:
    inconnus = sorted((avant.keys() | apres.keys()) - groupe.champs.keys())
    for nom in (*groupe.champs, *inconnus):
        champ = groupe.champs.get(nom)
        yield from _du_champ(champ, avant.get(nom), apres.get(nom), ici.champ(nom, champ))


def _du_champ(champ: Champ | None, avant: Any, apres: Any, ici: _Lieu) -> Iterator[Changement]:
    dessous = (champ.groupe or champ.element if champ else None) or Groupe
    if avant == apres:
        return
    if _listes(avant, apres):
        yield from _de_la_liste(dessous, avant or [], apres or [], ici)
    elif isinstance(avant, dict) and isinstance(apres, dict):
        # Below a section, it is the question that is named.
        la = replace(ici, libelle="") if champ and champ.section else ici
        yield from _du_groupe(dessous, cast(Json, avant), cast(Json, apres), la)
    elif avant is None:
        yield ici.ajout(apres)
    elif apres is None:
        yield ici.retrait(avant)
    else:
        yield ici.autre(Operation.REMPLACEMENT, avant, apres)


def _listes(*cotes: Any) -> bool:
    """Whether these are lists; one that is not there is an empty one."""
    return all(cote is None or isinstance(cote, list) for cote in cotes)


def _de_la_liste(
    element: type[Groupe], avant: list[Json], apres: list[Json], ici: _Lieu
) -> Iterator[Changement]:
    """What left, then what each that is there is: new, moved, edited."""
    if len(avant) == len(apres) and ici.par_rang(ici.apres):
        paires = [(rang, rang) for rang in range(len(avant))]
    else:
        paires = apparier(avant, apres, element)
    fixes, anciens = immobiles(paires), {la: rang for rang, la in paires}
    restes = set(anciens.values())
    for rang, un in enumerate(avant):
        if rang not in restes:
            yield ici.rangs(rang, rang).retrait(un)
    for la, un in enumerate(apres):
        rang = anciens.get(la)
        if rang is None:
            yield ici.rangs(la, la).ajout(un)
            continue
        place = ici.rangs(rang, la)
        if rang not in fixes:
            yield place.autre(Operation.DEPLACEMENT, avant[rang], un)
        yield from _du_groupe(element, avant[rang], un, place)
