"""Conditions between answers, declared on the field they govern.

Each one knows how to check itself on the raw answers (`dict`), before Pydantic reads them, so that
a wrong type elsewhere hides nothing. `schema.py` says the same in JSON Schema.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from app.formulaire.types import est_blanc
from app.kit.json_pointer import pointeur


@dataclass(frozen=True, init=False)
class Si:
    """The field is shown when the answer at `chemin` (`a/b`, from its group) is one of `valeurs`.

    Hidden, its answer is ignored; shown, it is required unless `requis` is False.
    """

    chemin: str
    valeurs: tuple[str | bool, ...]
    requis: bool

    def __init__(self, chemin: str, *valeurs: str | bool, requis: bool = True) -> None:
        object.__setattr__(self, "chemin", chemin)
        object.__setattr__(self, "valeurs", valeurs)
        object.__setattr__(self, "requis", requis)

    def cause(self, groupe: str) -> str:
        """The pointer of the answer that decides, for the group found at the pointer `groupe`."""
        return groupe + pointeur(*self.chemin.split("/"))

    def tient(self, brut: dict[str, Any]) -> bool:
        """Whether the condition holds in the raw answers of the group."""
        valeur: Any = brut
        for cle in self.chemin.split("/"):
            if not isinstance(valeur, dict):
                return False
            valeur = cast(dict[str, Any], valeur).get(cle)
        # JSON Schema tells true from 1; Python alone would not.
        return isinstance(valeur, bool | str) and valeur in self.valeurs


@dataclass(frozen=True, init=False)
class SaufSi:
    """The list needs an element unless all these conditions hold."""

    conditions: tuple[Si, ...]

    def __init__(self, *conditions: Si) -> None:
        object.__setattr__(self, "conditions", conditions)

    def tient(self, brut: dict[str, Any]) -> bool:
        """Whether all the conditions hold in the raw answers of the group."""
        return all(condition.tient(brut) for condition in self.conditions)

    def causes(self, brut: dict[str, Any], groupe: str) -> list[str]:
        """The pointers of the answers for want of which the list is due."""
        return [si.cause(groupe) for si in self.conditions if not si.tient(brut)]


@dataclass(frozen=True, slots=True)
class Defaut:
    """What a rule found: where, the code, and the answers that caused it (pointers)."""

    pointeur: str
    code: str
    causes: list[str]


@dataclass(frozen=True)
class Contient:
    """At least one element of the list has `valeur` under `cle`; else `code` is reported."""

    cle: str
    valeur: str
    code: str

    def defauts(self, liste: list[Any], brut: dict[str, Any], ici: str) -> Iterator[Defaut]:
        """Check the list found at the pointer `ici` of the group `brut`."""
        if not any(_valeur(element, self.cle) == self.valeur for element in liste):
            causes = [ici + pointeur(rang, self.cle) for rang in range(len(liste))]
            yield Defaut(ici, self.code, causes)


@dataclass(frozen=True)
class ElementsExigent:
    """Every element of the list needs an answer under `cle` when `quand` holds (or does not)."""

    cle: str
    quand: Si
    tient: bool

    def defauts(self, liste: list[Any], brut: dict[str, Any], ici: str) -> Iterator[Defaut]:
        """Check the list found at the pointer `ici` of the group `brut`."""
        if self.quand.tient(brut) is not self.tient:
            return
        groupe = ici.rpartition("/")[0]
        for rang, element in enumerate(liste):
            if not isinstance(element, dict):
                continue
            if est_blanc(cast(dict[str, Any], element).get(self.cle, "")):
                cause = self.quand.cause(groupe)
                yield Defaut(ici + pointeur(rang, self.cle), "requis", [cause])


Regle = Contient | ElementsExigent


def _valeur(element: Any, cle: str) -> Any:
    return cast(dict[str, Any], element).get(cle) if isinstance(element, dict) else None
