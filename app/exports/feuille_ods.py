"""Sheets as OpenDocument tables (ISO/IEC 26300, part 1, section 9), written as text."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from app.exports.cellules_exportees import en_texte, est_sur, instant, jour
from app.exports.colonnes_exportees import Colonne, Nature
from app.exports.feuilles import Ecriture, Feuille

_VIDE: Final = "<table:table-cell/>"
# Of blanks, one between two words alone is kept as it is (part 1, section 6.1.2). A tab stays one:
# LibreOffice and calamine leave `text:tab` out of cells.
_BLANCS: Final = re.compile("^ +| +$| {2,}")
_COLONNES: Final = {
    Nature.NOMBRE: "Cnombre",
    Nature.JOUR: "Cjour",
    Nature.INSTANT: "Cinstant",
    Nature.OUI_NON: "Cnombre",
}


class FeuilleOds(Feuille):
    """A table. Its first row, which is hidden, holds the keys, its second one the headings."""

    def _commencer(self) -> None:
        self.partie.ecrire(f'<table:table table:name="{self.table.nom}">')
        for colonne in self.colonnes:
            style = _COLONNES.get(colonne.nature, "Ctexte")
            self.partie.ecrire(f'<table:table-column table:style-name="{style}"/>')
        cles = "".join(self._texte(colonne.cle, "Saisi") for colonne in self.colonnes)
        titres = "".join(self._texte(colonne.titre, "Entete") for colonne in self.colonnes)
        self.partie.ecrire(f'<table:table-row table:visibility="collapse">{cles}')
        self.partie.ecrire(f"</table:table-row><table:table-row>{titres}</table:table-row>")

    def _ligne(self, cellules: Sequence[str]) -> None:
        self.partie.ecrire(f"<table:table-row>{''.join(cellules)}</table:table-row>")

    def _finir(self) -> None:
        self.partie.ecrire("</table:table>")

    def _ecriture(self, colonne: Colonne) -> Ecriture:
        choix = colonne.choix
        propres: dict[Nature, Callable[[Any], str]] = {
            Nature.JOUR: lambda valeur: _date("Jour", valeur, f"{jour(valeur):%d/%m/%Y}"),
            Nature.INSTANT: _instant,
            Nature.NOMBRE: self._nombre,
            Nature.OUI_NON: lambda valeur: self._saisi("Oui" if valeur else "Non"),
        }
        ecrire = propres.get(colonne.nature, lambda valeur: self._saisi(en_texte(valeur, choix)))
        return lambda valeur: _VIDE if valeur is None or valeur == "" else ecrire(valeur)

    def _nombre(self, valeur: Any) -> str:
        if not est_sur(valeur):
            return self._saisi(str(valeur))
        return (
            f'<table:table-cell office:value-type="float" office:value="{valeur}">'
            f"<text:p>{valeur}</text:p></table:table-cell>"
        )

    def _saisi(self, texte: str) -> str:
        return self._texte(texte, "Saisi") if texte else _VIDE

    def _texte(self, texte: str, style: str) -> str:
        ecrit = self.comptes.xml(texte.replace("\r\n", "\n").replace("\r", "\n"))
        if "  " in ecrit or "\n" in ecrit or ecrit != ecrit.strip(" "):
            lignes = (_BLANCS.sub(_blancs, ligne) for ligne in ecrit.split("\n"))
            ecrit = "</text:p><text:p>".join(lignes)
        return (
            f'<table:table-cell table:style-name="{style}" office:value-type="string">'
            f"<text:p>{ecrit}</text:p></table:table-cell>"
        )


def _instant(valeur: str) -> str:
    le = instant(valeur)
    return _date("Instant", le.isoformat(), f"{le:%d/%m/%Y %H:%M:%S}")


def _date(style: str, valeur: str, montre: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="date" '
        f'office:date-value="{valeur}"><text:p>{montre}</text:p></table:table-cell>'
    )


def _blancs(trouves: re.Match[str]) -> str:
    return f'<text:s text:c="{len(trouves[0])}"/>'
