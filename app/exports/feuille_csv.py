"""Sheets as CSV (RFC 4180): as a French spreadsheet opens them, or untouched for machines."""

from collections.abc import Callable, Sequence
from typing import Any

from app.exports.cellules_exportees import Comptes, en_texte, instant, jour, telephone
from app.exports.colonnes_exportees import Colonne, Nature, Table
from app.exports.feuilles import Ecriture, Feuille
from app.exports.options import Entetes, Options
from app.exports.parties_exportees import Partie
from app.kit.csv_cells import FIN, MARQUE, cite, inerte


class FeuilleCsv(Feuille):
    """One file of the archive; without a limit of rows."""

    lignes_max = None

    def __init__(self, table: Table, partie: Partie, comptes: Comptes, options: Options) -> None:
        self._options = options
        self._entre = "," if options.brut else ";"
        super().__init__(table, partie, comptes)

    def _commencer(self) -> None:
        if not self._options.brut:
            self.partie.ecrire(MARQUE)
        entetes = self._options.entetes
        if entetes is not Entetes.CLES:
            self._ligne([cite(colonne.titre) for colonne in self.colonnes])
        if entetes is not Entetes.LIBELLES:
            self._ligne([cite(colonne.cle) for colonne in self.colonnes])

    def _ligne(self, cellules: Sequence[str]) -> None:
        self.partie.ecrire(self._entre.join(cellules) + FIN)

    def _finir(self) -> None:
        """There is nothing after the last row."""

    def _ecriture(self, colonne: Colonne) -> Ecriture:
        choix = colonne.choix
        if self._options.brut:
            return _brute(colonne)
        propres: dict[Nature, Callable[[Any], str]] = {
            Nature.JOUR: lambda valeur: f"{jour(valeur):%d/%m/%Y}",
            Nature.INSTANT: lambda valeur: f"{instant(valeur):%d/%m/%Y %H:%M:%S}",
            Nature.NOMBRE: lambda valeur: str(valeur).replace(".", ","),
            Nature.OUI_NON: lambda valeur: "Oui" if valeur else "Non",
            Nature.TELEPHONE: lambda valeur: self._sure(telephone(valeur)),
        }
        ecrire = propres.get(colonne.nature, lambda valeur: self._sure(en_texte(valeur, choix)))
        return lambda valeur: "" if valeur is None else ecrire(valeur)

    def _sure(self, texte: str) -> str:
        """A text that no spreadsheet takes for a formula."""
        sur = inerte(texte)
        if sur != texte:
            self.comptes.apostrophes += 1
        return cite(sur)


def _brute(colonne: Colonne) -> Ecriture:
    if colonne.nature is Nature.OUI_NON:
        return lambda valeur: "" if valeur is None else str(valeur).lower()
    return lambda valeur: cite(en_texte(valeur, colonne.choix))
