"""The answers of a deposit as blocks to print, from the form's own description.

A block is JSON data for `dossier.typ`; which one a field becomes follows from its kind alone.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from app.editions.depose import PieceDeposee
from app.editions.dessin import affichable, libelle, redige
from app.editions.francais import date_en_lettres
from app.formulaire.description import genre
from app.formulaire.dossier import Dossier
from app.formulaire.nombres import en_chiffres
from app.formulaire.section import Champ, Groupe, Section

Bloc = dict[str, Any]
Reponses = dict[str, Any]
Pieces = Mapping[str, Sequence[PieceDeposee]]
_COLONNES_MAX: Final = 2  # of A4, each wide enough for a long word
_LONGS: Final = ("texte_long", "dix_lignes")


def sections(instantane: Reponses, pieces: Pieces) -> list[Bloc]:
    """The sections that the form shows for these answers, each with its blocks, in its order.

    `pieces`: the files by rubrique.
    """
    return [
        {
            "titre": libelle(champ.section.titre),
            "blocs": _blocs(champ.section, instantane.get(nom, {}), pieces),
        }
        for nom, champ in Dossier.champs.items()
        if champ.section and _montre(champ, instantane)
    ]


def fichier(piece: PieceDeposee) -> Bloc:
    """A file: its name, its size in bytes, its SHA-256."""
    return {
        "nom": affichable(piece.nom),
        "taille": en_chiffres(piece.taille),
        "empreinte": piece.empreinte,
    }


def _montre(champ: Champ, reponses: Reponses) -> bool:
    return champ.si is None or champ.si.tient(reponses)


def _blocs(groupe: type[Groupe], reponses: Reponses, pieces: Pieces) -> list[Bloc]:
    blocs = [
        _bloc(champ, reponses.get(nom), pieces)
        for nom, champ in groupe.champs.items()
        if _montre(champ, reponses)
    ]
    if issubclass(groupe, Section):
        blocs += [
            {
                "genre": "fichiers",
                "libelle": libelle(piece.rubrique.libelle),
                "fichiers": [fichier(une) for une in pieces.get(piece.rubrique, ())],
            }
            for piece in groupe.pieces
        ]
    return blocs


def _bloc(champ: Champ, reponse: Any, pieces: Pieces) -> Bloc:
    commun = {"libelle": libelle(champ.info.title or champ.nom)}
    if champ.groupe:
        return commun | {
            "genre": "groupe",
            "blocs": _blocs(champ.groupe, reponse or {}, pieces),
        }
    if champ.element:
        return commun | _liste(champ.element, reponse or [], pieces)
    return commun | {
        "genre": "long" if genre(champ) in _LONGS else "court",
        "texte": None if reponse is None else _texte(champ, reponse),
    }


def _liste(element: type[Groupe], reponses: list[Reponses], pieces: Pieces) -> Bloc:
    """A table where each answer of an element is short, and a row holds them all."""
    champs = element.champs
    if len(champs) <= _COLONNES_MAX and all(map(_tient_dans_une_case, champs.values())):
        return {
            "genre": "tableau",
            "colonnes": [libelle(champ.info.title or nom) for nom, champ in champs.items()],
            "rangs": [
                [_texte(champ, une[nom]) if nom in une else "" for nom, champ in champs.items()]
                for une in reponses
            ],
        }
    titre = element.model_config.get("title") or element.__name__
    return {
        "genre": "fiches",
        "fiches": [
            {"titre": f"{titre} {rang}", "blocs": _blocs(element, une, pieces)}
            for rang, une in enumerate(reponses, start=1)
        ],
    }


def _tient_dans_une_case(champ: Champ) -> bool:
    return not (champ.element or champ.groupe) and genre(champ) not in _LONGS


def _texte(champ: Champ, reponse: Any) -> str:
    """An answer in words; what is not of the kind expected, as it is."""
    if champ.choix:
        dits = {choix.value: choix.libelle for choix in champ.choix}
        return libelle(dits[reponse]) if reponse in dits else redige(str(reponse))
    return _DITS.get(genre(champ), redige)(reponse)


def _jour(reponse: str) -> str:
    return date_en_lettres(date.fromisoformat(reponse))


def _oui_non(reponse: bool) -> str:
    return "Oui" if reponse else "Non"


_DITS: Final = cast(
    dict[str, Callable[[Any], str]],
    {"date": _jour, "montant": en_chiffres, "oui_non": _oui_non},
)
