"""The layout of the plan's workbook, made from the `Action` model: sheets, columns, lists, guide.

The two writers and the reader share it, so that what the model asks is what is read back. One row
is one action; its partners have a sheet of their own, one row each, tied by the action's number:
a cell that had to hold several names could neither offer a list of types nor be read for certain.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final, NamedTuple

from app.formulaire.choix import Choix
from app.formulaire.erreurs import SUPERIEUR
from app.formulaire.messages import ecart
from app.formulaire.nombres import (
    DERNIERE_ANNEE,
    NOM_DU_PROGRAMME,
    PREMIERE_ANNEE,
    en_chiffres,
)
from app.formulaire.plan_action import Action, PlanAction
from app.formulaire.section import Champ, Groupe

TITRE: Final = f"Plan d'action opérationnel — {NOM_DU_PROGRAMME}"
GUIDE: Final = "Mode d'emploi"
LISTES: Final = "Listes"
PROGRAMME: Final = (date(PREMIERE_ANNEE, 1, 1), date(DERNIERE_ANNEE, 12, 31))
"""First and last day that `JourDuProgramme` accepts, for the date pickers."""
DATE_ATTENDUE: Final = (
    "Indiquez une date (JJ/MM/AAAA) entre le {:%d/%m/%Y} et le {:%d/%m/%Y}.".format(*PROGRAMME)
)
FIGEES: Final = (1, 2)
"""Rows and columns that stay in sight: the header, then the number and the name."""


class Sorte(Enum):
    """What a column holds; NUMERO names a row of its sheet, RENVOI the number of an action."""

    NUMERO = auto()
    RENVOI = auto()
    TEXTE = auto()
    CHOIX = auto()
    DATE = auto()
    ENTIER = auto()


@dataclass(frozen=True, slots=True)
class Colonne:
    """One column. `chemin`: keys of its answer in the JSON of the row, empty for a number."""

    titre: str
    sorte: Sorte
    chemin: tuple[str, ...] = ()
    requis: bool = False
    description: str = ""
    limite: int = 0
    choix: type[Choix] | None = None

    @property
    def entete(self) -> str:
        """The title as printed: a star for what must be answered."""
        return f"{self.titre} *" if self.requis else self.titre

    @property
    def consigne(self) -> str:
        """What to put in a cell, in a few words."""
        match self.sorte:
            case Sorte.NUMERO:
                return "Le numéro de l'action, déjà rempli."
            case Sorte.RENVOI:
                return f"Le numéro de l'action dans la feuille « {ACTIONS.nom} »."
            case Sorte.TEXTE:
                return f"{en_chiffres(self.limite)} caractères au plus."
            case Sorte.CHOIX:
                return "Choisissez dans la liste."
            case Sorte.DATE:
                return "Une date : JJ/MM/AAAA."
            case Sorte.ENTIER:
                return "Un nombre entier, sans centimes."

    @property
    def aide(self) -> str:
        """The form's help text, then what to put."""
        return f"{self.description} {self.consigne}".lstrip()

    @property
    def refus(self) -> str:
        """What the spreadsheet says of a wrong value: the form's own message."""
        match self.sorte:
            case Sorte.NUMERO | Sorte.RENVOI:
                return self.consigne
            case Sorte.TEXTE:
                return ecart("", "texte_trop_long", maximum=self.limite).message
            case Sorte.CHOIX:
                return ecart("", "choix_invalide").message
            case Sorte.DATE:
                return DATE_ATTENDUE
            case Sorte.ENTIER:
                return ecart("", "nombre_hors_limites", comparaison=SUPERIEUR, limite=0).message

    @property
    def largeur(self) -> int:
        """Width in characters."""
        match self.sorte:
            case Sorte.NUMERO | Sorte.RENVOI:
                return 10
            case Sorte.TEXTE:
                return 50 if self.limite > 1_000 else 32
            case Sorte.CHOIX:
                return 28
            case Sorte.DATE | Sorte.ENTIER:
                return 14


@dataclass(frozen=True, slots=True)
class Feuille:
    """A sheet to fill: its name, its columns from A on, the rows made ready below the header."""

    nom: str
    colonnes: tuple[Colonne, ...]
    lignes: int


class Plage(NamedTuple):
    """A column of cells that a drop-down offers; row and column numbers from 0, last included."""

    feuille: str
    colonne: int
    premiere: int
    derniere: int


def _colonnes(groupe: type[Groupe]) -> Iterator[Colonne]:
    """One column for each answer of a group, nested groups flattened, lists left out."""
    for champ in groupe.champs.values():
        if champ.groupe:
            yield from (_de_groupe(champ, sous) for sous in champ.groupe.champs.values())
        elif not champ.element:
            yield _colonne(champ, champ.libelle, (champ.nom,))


def _de_groupe(champ: Champ, sous: Champ) -> Colonne:
    """« Porteur » for who carries the action, « Type de porteur » for the type of actor."""
    titre = champ.libelle
    if sous.choix:
        titre = f"{sous.libelle.split()[0]} de {titre.lower()}"
    return _colonne(sous, titre, (champ.nom, sous.nom))


def _colonne(champ: Champ, titre: str, chemin: tuple[str, ...]) -> Colonne:
    return Colonne(
        titre=titre,
        sorte=_sorte(champ),
        chemin=chemin,
        requis=champ.requis,
        description=champ.info.description or "",
        limite=champ.texte.limite if champ.texte else 0,
        choix=champ.choix,
    )


def _sorte(champ: Champ) -> Sorte:
    if champ.choix:
        return Sorte.CHOIX
    return {date: Sorte.DATE, int: Sorte.ENTIER, str: Sorte.TEXTE}[champ.sorte]


def _plusieurs(groupe: type[Groupe], nom: str) -> tuple[Champ, type[Groupe], int]:
    """A field that is a bounded list of groups: the field, the group, how many at most."""
    champ = groupe.champs[nom]
    assert champ.element and champ.maximum  # noqa: S101 - how the form declares both lists
    return champ, champ.element, champ.maximum


_, _action, ACTIONS_MAX = _plusieurs(PlanAction, "actions")
_partenaires, _partenaire, PARTENAIRES_MAX = _plusieurs(Action, "partenaires")

NUMERO: Final = Colonne("N°", Sorte.NUMERO)
RENVOI: Final = Colonne("N° de l'action", Sorte.RENVOI, requis=True)
ACTIONS: Final = Feuille("Actions", (NUMERO, *_colonnes(_action)), ACTIONS_MAX)
# 20 rows made ready for each action; those below are read as well.
PARTENAIRES: Final = Feuille(
    _partenaires.libelle, (RENVOI, *_colonnes(_partenaire)), 20 * ACTIONS_MAX
)
FEUILLES: Final = (ACTIONS, PARTENAIRES)
CHOIX: Final = tuple(
    dict.fromkeys(c.choix for feuille in FEUILLES for c in feuille.colonnes if c.choix)
)
"""The lists of the hidden sheet, a column each, a title above."""


def plage(colonne: Colonne) -> Plage | None:
    """Where the drop-down of a column takes its entries; None for a column without one."""
    if colonne.choix:
        return Plage(LISTES, CHOIX.index(colonne.choix), 1, len(colonne.choix))
    if colonne.sorte is Sorte.RENVOI:
        return Plage(ACTIONS.nom, ACTIONS.colonnes.index(NUMERO), 1, ACTIONS.lignes)
    return None


def guide() -> Iterator[tuple[str, str]]:
    """The lines of the guide: a heading or a name, and a text, either of them empty."""
    yield TITRE, ""
    yield from (("", alinea) for alinea in PlanAction.pieces[0].aide.split("\n\n"))
    yield "Comment remplir ce classeur", ""
    yield ACTIONS.nom, f"Une ligne par action, {ACTIONS.lignes} actions au plus."
    yield (
        PARTENAIRES.nom,
        f"{_partenaires.info.description} Une ligne par partenaire, {PARTENAIRES_MAX} au plus "
        "pour une même action ; une action sans partenaire n'y figure pas.",
    )
    yield "*", "Réponse obligatoire."
    yield (
        "",
        (
            "Ne renommez ni les feuilles, ni les titres des colonnes : le classeur rempli est relu "
            "d'après eux. Leur ordre peut changer, et vous pouvez ajouter vos propres colonnes et "
            "feuilles : elles ne seront pas lues."
        ),
    )
    for feuille in FEUILLES:
        yield f"Feuille « {feuille.nom} »", ""
        yield from ((colonne.entete, colonne.aide) for colonne in feuille.colonnes)
