"""In which order dossiers are listed: by what of a row, and where a page goes on after another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, tuple_

from app.candidatures.tables import ECHEANCE, candidature
from app.depots.tables import MAJ_LE, instruction
from app.kit.glossary import decrit


@decrit(
    "L'ordre de la liste ; précédé de `-`, il est décroissant. `maj_le` : le dernier dépôt ou acte "
    "de l'instruction. `echeance` : celle de la dernière correction demandée, si rien n'y a "
    "répondu ; les dossiers sans échéance viennent ensuite. `pertinence`, avec `q` : celles dont "
    "le numéro et le nom contiennent ce qui est cherché d'abord, puis les dernières reçues."
)
class Tri(StrEnum):
    """An order; `-` comes before a descending one. `pertinence`: those found by their title first,
    then the last received.
    """

    DERNIER_RECU = "-recu_le"
    PREMIER_RECU = "recu_le"
    NUMERO = "numero"
    NOM = "nom_territoire"
    MAJ = "-maj_le"
    PREMIERE_MAJ = "maj_le"
    ECHEANCE = "echeance"
    PERTINENCE = "pertinence"


@dataclass(frozen=True, slots=True)
class Ordre:
    """Columns of `visibles` of which no two rows have the same values, all in one direction."""

    cles: Sequence[ColumnElement[Any]]
    decroissant: bool = False

    @property
    def types(self) -> list[type]:
        """Of the values of a row."""
        return [cle.type.python_type for cle in self.cles]

    def colonnes(self) -> list[ColumnElement[Any]]:
        """What a cursor carries of a row, as `cle_0` and those after it."""
        return [cle.label(nom) for cle, nom in zip(self.cles, self._noms(), strict=True)]

    def valeurs(self, ligne: Any) -> list[Any]:
        """What `colonnes` are in a row, or in a subquery."""
        return [getattr(ligne, nom) for nom in self._noms()]

    def _noms(self) -> list[str]:
        return [f"cle_{rang}" for rang in range(len(self.cles))]

    def de(self, cles: Iterable[ColumnElement[Any]]) -> list[ColumnElement[Any]]:
        """This order of these columns, those of a row or what they are in a subquery."""
        return [cle.desc() if self.decroissant else cle.asc() for cle in cles]

    def apres(self, valeurs: Sequence[Any]) -> ColumnElement[bool]:
        """Whether a row comes after one that has these values."""
        ici, la = tuple_(*self.cles), tuple_(*valeurs)
        return ici < la if self.decroissant else ici > la


_ID: Final = instruction.c.candidature_id
_ORDRES: Final = {
    Tri.DERNIER_RECU: Ordre([instruction.c.recu_le, _ID], decroissant=True),
    Tri.PREMIER_RECU: Ordre([instruction.c.recu_le, _ID]),
    Tri.NUMERO: Ordre([candidature.c.numero]),
    Tri.NOM: Ordre([instruction.c.nom_simplifie, _ID]),
    Tri.MAJ: Ordre([MAJ_LE, _ID], decroissant=True),
    Tri.PREMIERE_MAJ: Ordre([MAJ_LE, _ID]),
    Tri.ECHEANCE: Ordre([ECHEANCE, candidature.c.id]),
    Tri.PERTINENCE: Ordre([instruction.c.recu_le, _ID], decroissant=True),
}


def ordre_de(tri: Tri) -> Ordre:
    """The order that this asks for."""
    return _ORDRES[tri]
