"""What a snapshot says in words, as people read it: each text by its pointer and its label."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from app.formulaire.dossier import Dossier
from app.formulaire.referentiels import EPCI_ET_EPT
from app.formulaire.section import Champ, Groupe
from app.kit.json_pointer import pointeur

Json = dict[str, Any]
_PUIS: Final = " › "


@dataclass(frozen=True, slots=True)
class TexteLu:
    """A text at `pointeur`; `libelle`: the labels on the way from the section."""

    pointeur: str
    libelle: str
    texte: str


def textes_lus(instantane: Json) -> Iterator[TexteLu]:
    """Every text of a snapshot, in its order.

    A code of a choice or a SIREN comes after what it stands for. What the form does not know is
    called by its key.
    """
    yield from _du_groupe(Dossier, instantane, "", "")


def _du_groupe(groupe: type[Groupe], reponses: Json, ici: str, libelle: str) -> Iterator[TexteLu]:
    for nom, valeur in reponses.items():
        champ = groupe.champs.get(nom)
        dit = champ.libelle if champ else nom
        la = f"{libelle}{_PUIS}{dit}" if libelle else dit
        # Below a section, it is the question that is named.
        yield from _du_champ(champ, valeur, ici + pointeur(nom), "" if _section(champ) else la)


def _section(champ: Champ | None) -> bool:
    return champ is not None and champ.section is not None


def _du_champ(champ: Champ | None, valeur: Any, ici: str, libelle: str) -> Iterator[TexteLu]:
    if isinstance(valeur, dict):
        dessous = (champ.groupe or champ.element if champ else None) or Groupe
        yield from _du_groupe(dessous, cast(Json, valeur), ici, libelle)
    elif isinstance(valeur, list):
        for rang, un in enumerate(cast(list[Any], valeur)):
            yield from _du_champ(champ, un, f"{ici}/{rang}", libelle)
    elif isinstance(valeur, str | int | float) and not isinstance(valeur, bool):
        texte = str(valeur)
        if mots := _mots_de(champ, texte):
            yield TexteLu(ici, libelle, mots)
        yield TexteLu(ici, libelle, texte)


def _mots_de(champ: Champ | None, code: str) -> str | None:
    """What a code stands for."""
    if champ and champ.choix:
        return next((choix.libelle for choix in champ.choix if choix.value == code), None)
    return EPCI_ET_EPT[code].nom if code in EPCI_ET_EPT else None
