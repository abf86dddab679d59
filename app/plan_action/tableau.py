"""A sheet as filled: where its columns are, the rows that answer something, what is wrong there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from app.formulaire.types import est_blanc
from app.plan_action.cellules import Cellule, Grille, Illisible, en_texte, lire, replier
from app.plan_action.colonnes import Colonne, Feuille
from app.plan_action.defauts import Defaut, defaut

_ENTETE_AU_PLUS_TARD: Final = 20
"""Rows among which the titles are looked for: some put a heading of their own above them."""


@dataclass(slots=True)
class Ligne:
    """A row: its number as shown, the action that it names, its answers as in the form's JSON."""

    ligne: int
    numero: int | None = None
    reponses: dict[str, Any] = field(default_factory=dict[str, Any])


class Tableau:
    """One sheet of a filled workbook; its faults grow as it is read."""

    def __init__(self, feuille: Feuille, grille: Grille) -> None:
        self._feuille = feuille
        self._grille = grille
        self._entete = _rang_de_l_entete(feuille, grille)
        self._rangs = _rangs(feuille, grille[self._entete] if grille else [])
        self._defauts: dict[tuple[int, int], Defaut] = {}
        for colonne in feuille.colonnes:
            if colonne not in self._rangs:
                absente = defaut("colonne_absente", feuille, self._entete + 1, colonne)
                self._defauts[0, feuille.colonnes.index(colonne)] = absente

    @property
    def defauts(self) -> list[Defaut]:
        """What is wrong: the columns missing first, then row by row."""
        return [self._defauts[place] for place in sorted(self._defauts)]

    def a(self, colonne: Colonne) -> bool:
        """Whether the sheet has this column."""
        return colonne in self._rangs

    def signaler(self, code: str, ligne: int, colonne: Colonne, message: str | None = None) -> None:
        """Note what is wrong with a cell: the first fault stands, a missing column has no cell."""
        rang = self._rangs.get(colonne)
        if rang is not None:
            fait = defaut(code, self._feuille, ligne, colonne, rang, message)
            self._defauts.setdefault((ligne, rang), fait)

    def lignes(self) -> Iterator[Ligne]:
        """The rows below the header that answer something: a number alone is no answer."""
        for ligne, cellules in enumerate(self._grille[self._entete + 1 :], self._entete + 2):
            par_colonne = {
                colonne: cellules[rang]
                for colonne, rang in self._rangs.items()
                if rang < len(cellules)
            }
            if any(c.chemin and not est_blanc(en_texte(v)) for c, v in par_colonne.items()):
                yield self._lire(Ligne(ligne), par_colonne)

    def _lire(self, lue: Ligne, cellules: dict[Colonne, Cellule]) -> Ligne:
        for colonne, cellule in cellules.items():
            try:
                valeur = lire(colonne, cellule)
            except Illisible as erreur:
                self.signaler(erreur.code, lue.ligne, colonne)
                valeur = erreur.texte
            if not colonne.chemin:
                lue.numero = valeur if isinstance(valeur, int) else None
            elif valeur is not None:
                _poser(lue.reponses, colonne.chemin, valeur)
        return lue


def _poser(reponses: dict[str, Any], chemin: tuple[str, ...], valeur: str | int) -> None:
    *groupes, nom = chemin
    for groupe in groupes:
        reponses = reponses.setdefault(groupe, {})
    reponses[nom] = valeur


def _rang_de_l_entete(feuille: Feuille, grille: Grille) -> int:
    """The row that holds most of the titles, the first of equals."""
    premieres = range(min(_ENTETE_AU_PLUS_TARD, len(grille)))
    return max(premieres, key=lambda rang: len(_rangs(feuille, grille[rang])), default=0)


def _rangs(feuille: Feuille, entete: list[Cellule]) -> dict[Colonne, int]:
    """Where each column of the sheet stands in a row of titles, star or not."""
    titres = {replier(colonne.titre): colonne for colonne in feuille.colonnes}
    trouvees: dict[Colonne, int] = {}
    for rang, cellule in enumerate(entete):
        colonne = titres.get(replier(en_texte(cellule)).rstrip("* "))
        if colonne:
            trouvees.setdefault(colonne, rang)
    return trouvees
