"""A sheet as filled: where its columns are, the rows that answer something, what is wrong there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from app.formulaire.types import est_blanc
from app.plan_action.cellules import (
    LIGNE_MASQUEE,
    Cellule,
    Grille,
    Illisible,
    en_texte,
    lire,
    replier,
)
from app.plan_action.colonnes import Colonne, Feuille, Sorte
from app.plan_action.defauts import Defaut, defaut

_ENTETE_AU_PLUS_TARD: Final = 200
"""Rows among which the titles are looked for: some put a page of their own above them."""


@dataclass(slots=True)
class Ligne:
    """A row: its number as shown, the action that it names, its answers as in the form's JSON."""

    ligne: int
    numero: int | None = None
    reponses: dict[str, Any] = field(default_factory=dict[str, Any])


class Tableau:
    """One sheet of a filled workbook; its faults grow as it is read."""

    def __init__(self, feuille: Feuille, grille: Grille) -> None:
        self.feuille = feuille
        self._grille = grille
        self._entete = _rang_de_l_entete(feuille, grille)
        self._titres = grille[self._entete] if grille else []
        self._rangs = _rangs(feuille, self._titres)
        self._defauts: dict[tuple[int, int], Defaut] = {}
        self._masquees: set[int] = set()  # hidden rows, of which nothing more is told
        self._signaler_les_absentes()
        self._signaler_les_doubles()

    @property
    def ressemble(self) -> bool:
        """Whether it has most of the titles, whatever its name."""
        return 3 * len(self._rangs) >= 2 * len(self.feuille.colonnes)

    @property
    def repond(self) -> bool:
        """Whether some row answers something."""
        return any(True for _ in self._repondantes())

    @property
    def defauts(self) -> list[Defaut]:
        """What is wrong: the columns missing first, then row by row."""
        return [self._defauts[place] for place in sorted(self._defauts)]

    def signaler(self, code: str, ligne: int, colonne: Colonne, message: str | None = None) -> None:
        """Note what is wrong with a cell: the first fault stands, a missing column has no cell."""
        rang = self._rangs.get(colonne)
        if rang is not None:
            self._noter(code, ligne, colonne, rang, message)

    def signaler_titre(self, code: str, titre: str) -> None:
        """Note what is wrong with a column of another title, if it holds something."""
        for rang, cellule in enumerate(self._titres):
            if replier(en_texte(cellule)) == replier(titre) and self._remplie(rang):
                self._noter(code, self._entete + 1, Colonne(titre, Sorte.TEXTE), rang)

    def lignes(self) -> Iterator[Ligne]:
        """The rows below the header that answer something: a number alone is no answer."""
        return (self._lire(Ligne(ligne), cellules) for ligne, cellules in self._repondantes())

    def _repondantes(self) -> Iterator[tuple[int, dict[Colonne, Cellule]]]:
        for ligne, cellules in enumerate(self._grille[self._entete + 1 :], self._entete + 2):
            if not cellules:
                continue
            par_colonne = {
                colonne: cellules[rang]
                for colonne, rang in self._rangs.items()
                if rang < len(cellules)
            }
            if any(c.chemin and not est_blanc(en_texte(v)) for c, v in par_colonne.items()):
                yield ligne, par_colonne

    def _lire(self, lue: Ligne, cellules: dict[Colonne, Cellule]) -> Ligne:
        for colonne, cellule in cellules.items():
            try:
                valeur = lire(colonne, cellule)
            except Illisible as erreur:
                self.signaler(erreur.code, lue.ligne, colonne)
                valeur = erreur.texte
            if not colonne.chemin:
                lisible = isinstance(valeur, int) or (valeur or "").isdecimal()
                lue.numero = int(valeur) if valeur and lisible else None
            elif valeur is not None:
                _poser(lue.reponses, colonne.chemin, valeur)
        return lue

    def _signaler_les_absentes(self) -> None:
        """What may be left out may be missing, unless another column may be it, renamed."""
        inconnues = {*range(max(map(len, self._grille), default=0))} - {*self._rangs.values()}
        renommee = any(self._titre(rang) and self._remplie(rang) for rang in inconnues)
        for place, colonne in enumerate(self.feuille.colonnes):
            due = colonne.requis or (colonne.chemin and renommee)
            if due and colonne not in self._rangs:
                absente = defaut("colonne_absente", self.feuille, self._entete + 1, colonne)
                self._defauts[0, place] = absente

    def _signaler_les_doubles(self) -> None:
        lues = {*self._rangs.values()}
        for rang in range(len(self._titres)):
            seule = _rangs(self.feuille, self._titres[rang : rang + 1])
            if rang not in lues and seule and self._remplie(rang):
                self._noter("colonne_en_double", self._entete + 1, next(iter(seule)), rang)

    def _titre(self, rang: int) -> str:
        return en_texte(self._titres[rang]).strip() if rang < len(self._titres) else ""

    def _remplie(self, rang: int) -> bool:
        """Whether a column holds something beside the answers."""
        return any(
            rang < len(self._grille[ligne - 1])
            and not est_blanc(en_texte(self._grille[ligne - 1][rang]))
            for ligne, _ in self._repondantes()
        )

    def _noter(
        self, code: str, ligne: int, colonne: Colonne, rang: int, message: str | None = None
    ) -> None:
        if ligne not in self._masquees:
            fait = defaut(code, self.feuille, ligne, colonne, rang, message)
            self._defauts.setdefault((ligne, rang), fait)
        if code == LIGNE_MASQUEE:
            self._masquees.add(ligne)


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
