"""What a page must show for the answers given, read from the form as data."""

from collections.abc import Iterator
from typing import Any

from app.formulaire.description import ChampDecrit, ConditionDecrite, formulaire_decrit

Json = dict[str, Any]


def champs_montres(dossier: Json) -> Iterator[str]:
    """Pointers of the fields shown, those of each element of a list included, in order."""
    for section in formulaire_decrit().sections:
        if _tient(section.condition, dossier):
            reponses = dossier.get(section.nom, {})
            yield from _champs(section.champs, dossier, reponses, section.pointeur)


def _champs(
    champs: list[ChampDecrit] | None, dossier: Json, reponses: Json, ici: str
) -> Iterator[str]:
    for champ in champs or []:
        la = f"{ici}/{champ.nom}"
        if champ.genre == "fichiers" or not _tient(champ.condition, dossier):
            continue
        if champ.genre == "liste":
            for rang, element in enumerate(reponses.get(champ.nom, [])):
                yield from _champs(champ.champs, dossier, element, f"{la}/{rang}")
        elif champ.genre == "groupe":
            yield from _champs(champ.champs, dossier, reponses.get(champ.nom, {}), la)
        else:
            yield la


def _tient(condition: ConditionDecrite | None, dossier: Json) -> bool:
    lue: Any = dossier
    for cle in condition.pointeur.split("/")[1:] if condition else ():
        lue = lue.get(cle, {})
    return condition is None or lue in condition.valeurs
