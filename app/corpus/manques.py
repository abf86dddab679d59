"""What a dossier lacks: answers due that were not given, sections, files."""

from collections.abc import Collection, Iterator

from app.corpus.instance import Constat, Json
from app.formulaire.choix import Rubrique
from app.formulaire.dossier import SECTIONS, Dossier
from app.formulaire.section import Groupe


def reponses_manquantes(dossier: Json) -> list[Constat]:
    """Every answer that the conditions show and make due (`Champ.du`), where it should be.

    A section that is missing is told as such. The groups and lists that are there are whole.
    """
    return [(pointeur, "requis") for pointeur in _manquantes(Dossier, dossier, "")]


def _manquantes(groupe: type[Groupe], reponses: Json, ici: str) -> Iterator[str]:
    for nom, champ in groupe.champs.items():
        if champ.si and not champ.si.tient(reponses):
            continue
        if nom not in reponses:
            if champ.du(reponses):
                yield f"{ici}/{nom}"
        elif champ.section:
            yield from _manquantes(champ.section, reponses[nom], f"{ici}/{nom}")


def fichiers_manquants(rubriques: Collection[Rubrique]) -> list[Constat]:
    """The places for files that need one (`PieceDemandee.requise`) and have none."""
    return [
        (f"/{nom}/{piece.rubrique.value}", "piece_manquante")
        for nom, section in SECTIONS.items()
        for piece in section.pieces
        if piece.requise and piece.rubrique not in rubriques
    ]
