"""What stays open of a form that was answered: what is named, and what depends on it.

What is named is a section or a field, by its pointer in the form as described: `*` stands for the
rank of an element.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Final, cast

from pydantic_core import to_json

from app.formulaire.causes import conditions
from app.formulaire.chemin import suivre
from app.formulaire.choix import Rubrique
from app.formulaire.description import ChampDecrit, formulaire_decrit
from app.formulaire.differences import Changement, comparer
from app.kit.json_pointer import pointeur

Json = dict[str, Any]
_FICHIERS: Final = "fichiers"
_GARDEES: Final = 256


@cache
def nommables() -> frozenset[str]:
    """The sections and the fields of the form; places for files apart."""
    return frozenset(la for la, champ in _decrits() if champ is None or champ.genre != _FICHIERS)


@lru_cache(_GARDEES)
def ouverts(nommes: frozenset[str]) -> tuple[str, ...]:
    """The sections and the fields that these open, in the order of the form, without those below
    one that is open.
    """
    lieux = [la for la, champ in _decrits() if champ is None or champ.genre != _FICHIERS]
    la = [lieu for lieu in lieux if ouvre(nommes, lieu)]
    return tuple(lieu for lieu in la if not any(_sous(lieu, autre) for autre in la))


@lru_cache(_GARDEES)
def rubriques_ouvertes(
    nommes: frozenset[str], rubriques: frozenset[Rubrique]
) -> tuple[Rubrique, ...]:
    """The places for files that are named, and those of a section that is open whole."""
    places = [(la, champ) for la, champ in _decrits() if champ and champ.genre == _FICHIERS]
    return tuple(
        rubrique
        for la, champ in places
        if (rubrique := Rubrique(champ.nom)) in rubriques or ouvre(nommes, la)
    )


@cache
def ou_se_rangent(rubrique: Rubrique) -> str:
    """The pointer of the place for these files."""
    places = (la for la, champ in _decrits() if champ and champ.genre == _FICHIERS)
    return next(la for la in places if la.endswith(f"/{rubrique.value}"))


def ouvre(nommes: frozenset[str], ou: str) -> bool:
    """Whether the answer at this pointer may change: it is named, or below what is, or its being
    shown, or due, depends on one that may.
    """
    lieu = _decrit(ou)
    if any(lieu == nomme or _sous(lieu, nomme) for nomme in nommes):
        return True
    return any(ouvre(nommes, cause) for cause in _causes(lieu))


def debordements(nommes: frozenset[str], depose: Json, avant: Json, apres: Json) -> list[str]:
    """The pointers of what makes `apres` differ more than `avant` from `depose`, elsewhere.

    So that an answer may always become again what was deposited.
    """
    deja = Counter(_cle(change) for change in hors(nommes, depose, avant))
    en_trop = list[Changement]()
    for change in hors(nommes, depose, apres):
        if deja[cle := _cle(change)]:
            deja[cle] -= 1
        else:
            en_trop.append(change)
    return pointeurs_de(en_trop)


def hors(nommes: frozenset[str], avant: Json, apres: Json) -> list[Changement]:
    """What changed from one dossier to another, where nothing may.

    Where a list is not open, none of its elements may come, go or move: each is known by its rank,
    however little of it is left of what may change.
    """
    return [
        change
        for change in comparer(avant, apres, lambda liste: not ouvre(nommes, liste))
        if not all(ouvre(nommes, feuille) for feuille in _feuilles(change))
    ]


def pointeurs_de(changements: Collection[Changement]) -> list[str]:
    """Where they are, each place once: in what they lead to if it is still there."""
    return [*dict.fromkeys(c.pointeur or c.pointeur_avant or "" for c in changements)]


def _decrits() -> Iterator[tuple[str, ChampDecrit | None]]:
    """Every section and field, by its pointer; a section comes with None."""
    for section in formulaire_decrit().sections:
        yield section.pointeur, None
        yield from _champs(section.champs)


def _champs(champs: Sequence[ChampDecrit]) -> Iterator[tuple[str, ChampDecrit]]:
    for champ in champs:
        yield champ.pointeur, champ
        yield from _champs(champ.champs or ())


def _decrit(ou: str) -> str:
    """The same pointer, with `*` for the ranks of elements."""
    parties = ou.split("/")
    for la, champ in suivre(ou):
        rang = la.count("/") + 1
        if champ.element and rang < len(parties):
            parties[rang] = "*"
    return "/".join(parties)


def _sous(lieu: str, autre: str) -> bool:
    return lieu.startswith(f"{autre}/")


def _causes(lieu: str) -> Iterator[str]:
    """The answers on which depends that what is there is shown, or due."""
    yield from conditions(lieu)
    for la, champ in suivre(lieu):
        if champ.sauf_si:
            groupe = la.rpartition("/")[0]
            yield from (si.cause(groupe) for si in champ.sauf_si.conditions)


def _feuilles(change: Changement) -> Iterator[str]:
    """The answers that a change touches: those of a whole section or group, each for itself."""
    ici = change.pointeur or change.pointeur_avant or ""
    yield from _sous_reponses(ici, change.avant if change.pointeur is None else change.apres)


def _sous_reponses(ici: str, valeur: Any) -> Iterator[str]:
    *_, (_, champ) = [("", None), *suivre(ici)]
    est_un_groupe = champ is not None and champ.groupe is not None
    if not (est_un_groupe and isinstance(valeur, dict) and valeur):
        yield ici
        return
    for nom, reponse in cast(Json, valeur).items():
        yield from _sous_reponses(ici + pointeur(nom), reponse)


def _cle(change: Changement) -> tuple[str, str, bytes]:
    """What a change is, wherever others before it had it stand."""
    ou = change.pointeur_avant or _decrit(change.pointeur or "")
    return change.operation, ou, to_json(change.apres)
