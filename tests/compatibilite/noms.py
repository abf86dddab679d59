"""The members that an object's contract names: what a client sends, and what it knows to read."""

from dataclasses import dataclass
from typing import Final

from tests.compatibilite.branches import Branche
from tests.compatibilite.racine import Racine


class _Tout(frozenset[str]):
    def __contains__(self, _: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Noms:
    """The members that an object may have, before and after, as its contract names them.

    Inside a condition they are those of the object around it: what stands there constrains members
    that are named elsewhere.
    """

    avant: frozenset[str]
    apres: frozenset[str]


PARTOUT: Final = Noms(_Tout(), _Tout())


def nommes(branche: Branche, racine: Racine) -> frozenset[str]:
    """The members that an object's contract names, its conditions included; all, for a map."""
    if not isinstance(branche.surplus, bool):
        return _Tout()
    noms = set(branche.proprietes) | branche.requises
    for condition in branche.conditions:
        for suite in ("if", "then", "else"):
            for dessous in racine.branches(condition[suite]):
                noms |= nommes(dessous, racine) if dessous.type == "object" else set()
    return frozenset(noms)
