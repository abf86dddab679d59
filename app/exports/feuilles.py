"""Sheets: how the rows of a table are written, cell after cell, in each format."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from app.exports.cellules_exportees import Comptes, Trop
from app.exports.colonnes_exportees import Colonne, Table
from app.exports.parties_exportees import Partie

Ecriture = Callable[[Any], str]
LIGNES_MAX = 1_048_576  # of a sheet, whichever program opens it


class Feuille(ABC):
    """The rows of one table, written to a part; a format says how, by what is abstract here."""

    lignes_max: ClassVar[int | None] = LIGNES_MAX

    def __init__(self, table: Table, partie: Partie, comptes: Comptes) -> None:
        self.table = table
        self.partie = partie
        self.comptes = comptes
        self.colonnes: Sequence[Colonne] = table.toutes
        self.lignes = 0
        self._ecritures = [self._ecriture(colonne) for colonne in self.colonnes]
        self._commencer()

    def ajouter(self, valeurs: Sequence[Any]) -> None:
        """One more row. Raises `Trop`."""
        self.lignes += 1
        if self.lignes_max and self.lignes + 2 > self.lignes_max:
            raise Trop("trop_de_lignes")
        cellules = [ecrire(v) for ecrire, v in zip(self._ecritures, valeurs, strict=True)]
        self._ligne(cellules)

    def fermer(self) -> None:
        """No row comes after."""
        self._finir()
        self.partie.fermer()

    @abstractmethod
    def _ecriture(self, colonne: Colonne) -> Ecriture:
        """How a value of this column is written."""

    @abstractmethod
    def _commencer(self) -> None:
        """What stands before the rows."""

    @abstractmethod
    def _ligne(self, cellules: Sequence[str]) -> None:
        """One row."""

    @abstractmethod
    def _finir(self) -> None:
        """What stands after them."""
