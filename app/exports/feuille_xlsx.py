"""Sheets as SpreadsheetML (ECMA-376, part 1, 18.3), written as text.

Texts stand in their cells, which say that they are texts: nothing is evaluated, or altered.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from app.exports.cellules_exportees import (
    ORIGINE,
    Trop,
    en_texte,
    est_sur,
    instant,
    jour,
    serie,
)
from app.exports.colonnes_exportees import Colonne, Nature
from app.exports.feuilles import Ecriture, Feuille
from app.kit.csv_cells import DECLENCHEURS

# Ranks of the styles that `classeur_ooxml.py` declares.
TEXTE, CITE, JOUR, INSTANT, ENTETE, NOMBRE = range(1, 7)
_TEXTE_MAX: Final = 32_767  # characters of a cell
# What a reader would take for a character written by its number (22.9.2.19).
_ECHAPPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_VIDE: Final = "<c/>"
_LARGEURS: Final = {Nature.NOMBRE: 14, Nature.JOUR: 12, Nature.INSTANT: 20, Nature.OUI_NON: 10}
_LARGEUR: Final = 32
_DEBUT: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>'
    '<sheetView workbookViewId="0"><pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" '
    'state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>'
)


class FeuilleXlsx(Feuille):
    """A worksheet. Its first row, which is hidden, holds the keys, its second one the headings."""

    def _commencer(self) -> None:
        self.partie.ecrire(_DEBUT)
        for rang, colonne in enumerate(self.colonnes, start=1):
            largeur = _LARGEURS.get(colonne.nature, _LARGEUR)
            self.partie.ecrire(
                f'<col min="{rang}" max="{rang}" width="{largeur}" customWidth="1"/>'
            )
        cles = "".join(self._texte(colonne.cle, TEXTE) for colonne in self.colonnes)
        titres = "".join(self._texte(colonne.titre, ENTETE) for colonne in self.colonnes)
        self.partie.ecrire(f'</cols><sheetData><row hidden="1">{cles}</row><row>{titres}</row>')

    def _ligne(self, cellules: Sequence[str]) -> None:
        self.partie.ecrire(f"<row>{''.join(cellules)}</row>")

    def _finir(self) -> None:
        derniere = f"{nom_de_colonne(len(self.colonnes))}{self.lignes + 2}"
        self.partie.ecrire(f'</sheetData><autoFilter ref="A2:{derniere}"/></worksheet>')

    def _ecriture(self, colonne: Colonne) -> Ecriture:
        choix = colonne.choix
        propres: dict[Nature, Callable[[Any], str]] = {
            Nature.JOUR: self._jour,
            Nature.INSTANT: lambda valeur: f'<c s="{INSTANT}"><v>{serie(instant(valeur))}</v></c>',
            Nature.NOMBRE: self._nombre,
            Nature.OUI_NON: lambda valeur: self._texte("Oui" if valeur else "Non", TEXTE),
        }
        ecrire = propres.get(colonne.nature, lambda valeur: self._saisi(en_texte(valeur, choix)))
        return lambda valeur: _VIDE if valeur is None or valeur == "" else ecrire(valeur)

    def _jour(self, valeur: str) -> str:
        le = jour(valeur)
        if le.year < 1900:  # the calendar of spreadsheets begins there
            return self._saisi(valeur)
        return f'<c s="{JOUR}"><v>{(le - ORIGINE).days}</v></c>'

    def _nombre(self, valeur: Any) -> str:
        if not est_sur(valeur):
            return self._saisi(str(valeur))
        return f'<c s="{NOMBRE}"><v>{valeur}</v></c>'

    def _saisi(self, texte: str) -> str:
        return self._texte(texte, CITE if texte[:1] in DECLENCHEURS else TEXTE) if texte else _VIDE

    def _texte(self, texte: str, style: int) -> str:
        if len(texte) * 2 > _TEXTE_MAX and len(texte.encode("utf-16-le")) > 2 * _TEXTE_MAX:
            raise Trop("texte_trop_long")
        if "_x" in texte:
            texte = _ECHAPPE.sub("_x005F_", texte)
        ecrit = self.comptes.xml(texte)
        return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{ecrit}</t></is></c>'


def nom_de_colonne(rang: int) -> str:
    """The letters of a column, from 1."""
    lettres = ""
    while rang:
        rang, reste = divmod(rang - 1, 26)
        lettres = chr(ord("A") + reste) + lettres
    return lettres
