"""What a column and a table of an export are, and the values of their rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any, Final, cast

Json = dict[str, Any]
CODE: Final = "#code"


class Nature(Enum):
    """What the values of a column are, in JSON."""

    TEXTE = auto()
    NOMBRE = auto()
    JOUR = auto()  # ISO 8601
    INSTANT = auto()  # RFC 3339
    OUI_NON = auto()
    TELEPHONE = auto()  # E.164


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column: its stable key, its heading, where its values are in the element of its row.

    `choix`: the label of each code. `nomme`: the field of the form, or the member of the list of
    dossiers, by which it is asked for; None for what stands in every table of its kind.
    """

    cle: str
    titre: str
    chemin: tuple[str, ...]
    nature: Nature = Nature.TEXTE
    choix: Mapping[str, str] | None = None
    nomme: str | None = None

    def avec_son_code(self) -> "list[Colonne]":
        """Itself, and for a choice the column of its codes beside it."""
        if self.choix is None:
            return [self]
        return [
            self,
            replace(self, cle=self.cle + CODE, titre=f"{self.titre} (code)", choix=None),
        ]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a row for each element of lists within lists (`listes`: a path each), with the
    number of its candidature, and its rank in each list; without lists, one row for a dossier.
    """

    nom: str
    titre: str
    colonnes: Sequence[Colonne]
    listes: Sequence[tuple[str, ...]] = ()
    rangs: Sequence[Colonne] = ()

    @property
    def toutes(self) -> list[Colonne]:
        """Its columns in order, those that say whose row it is first."""
        return [*([NUMERO] if self.listes else ()), *self.rangs, *self.colonnes]

    def lignes(self, dossier: Json) -> Iterator[list[Any]]:
        """The values of each row that a dossier makes, in JSON."""
        chemins = [colonne.chemin for colonne in self.colonnes]
        avant = [_valeur(dossier, NUMERO.chemin)] if self.listes else []
        for rangs, element in _elements(dossier, self.listes):
            yield [
                *avant,
                *(rangs if self.rangs else ()),
                *(_valeur(element, chemin) for chemin in chemins),
            ]


NUMERO: Final = Colonne("numero", "Numéro de la candidature", ("candidature", "numero"))


def _elements(ici: Any, listes: Sequence[tuple[str, ...]]) -> Iterator[tuple[list[int], Any]]:
    """Each element, after its ranks from 1."""
    if not listes:
        yield [], ici
        return
    liste = _valeur(ici, listes[0])
    for rang, element in enumerate(cast(list[Any], liste or []), start=1):
        for rangs, dedans in _elements(element, listes[1:]):
            yield [rang, *rangs], dedans


def _valeur(ici: Any, chemin: tuple[str, ...]) -> Any:
    for partie in chemin:
        if not isinstance(ici, dict):
            return None
        ici = cast(Json, ici).get(partie)
    return ici
