"""The questions of the form as DS would have them: what kind each is, what it is called there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, cast

from app.demarches_simplifiees.identifiants import NUMEROS, encoder
from app.formulaire.description import ChampDecrit, ConditionDecrite, formulaire_decrit
from app.kit.json_pointer import parties

MEMBRES: Final = "/gouvernance/membres"
EN_UN_TEXTE: Final = f"{MEMBRES}/*"
"""What the form of 2023 asked of a member: all in one line of text."""
_EPCI: Final = "/perimetre/epci"
PARTENAIRES: Final = "/plan_action/actions/*/partenaires"
_IDENTITE: Final = "/demandeur"  # DS asks it apart from all questions
_GENRES: Final = {
    "choix": "drop_down_list",
    "courriel": "email",
    "date": "date",
    "dix_lignes": "textarea",
    "fichiers": "piece_justificative",
    "liste": "repetition",
    "montant": "integer_number",
    "oui_non": "yes_no",
    "telephone": "phone",
    "texte_long": "textarea",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question; `genre` is a `TypeDeChamp` of DS, `dedans` the questions of each row of a list.

    `conditions`: those of its own and of its section, all of which hold where it is asked.
    """

    pointeur: str
    genre: str
    libelle: str
    aide: str | None = None
    requise: bool = False
    niveau: int = 0
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    conditions: Sequence[ConditionDecrite] = ()
    dedans: Sequence["Question"] = ()

    @property
    def id(self) -> str:
        """What it is known by, in all versions of the form and on every installation."""
        return encoder("Champ", NUMEROS[self.pointeur])

    def est_posee(self, dossier: Mapping[str, Any]) -> bool:
        """Whether its conditions hold in these answers."""
        return all(lire(dossier, une.pointeur) in une.valeurs for une in self.conditions)


def lire(valeur: Any, pointeur: str) -> Any:
    """What stands at a pointer that goes through objects alone; None for nothing."""
    for partie in parties(pointeur):
        valeur = cast(dict[str, Any], valeur or {}).get(partie)
    return valeur


@cache
def questions() -> Sequence[Question]:
    """All of them, in the order of the form, titles included."""
    return tuple(_toutes())


def _toutes() -> Iterator[Question]:
    for section in formulaire_decrit().sections:
        if section.pointeur == _IDENTITE:
            continue
        conditions = (section.condition,) if section.condition else ()
        yield _titre(section.pointeur, section.titre, 1, section.aide, conditions)
        for champ in section.champs:
            if champ.genre == "groupe":
                yield _titre(champ.pointeur, champ.libelle, 2, champ.aide, conditions)
                yield from (_question(un, conditions) for un in champ.champs or ())
            else:
                yield _question(champ, conditions)


def _titre(
    pointeur: str,
    libelle: str,
    niveau: int,
    aide: str | None,
    conditions: Sequence[ConditionDecrite],
) -> Question:
    return Question(
        *(pointeur, "header_section", libelle, aide or None), niveau=niveau, conditions=conditions
    )


def _question(champ: ChampDecrit, conditions: Sequence[ConditionDecrite] = ()) -> Question:
    genre, choix = _GENRES.get(champ.genre, "text"), champ.choix
    if champ.pointeur == PARTENAIRES:  # a list within a list is none on DS
        genre, choix = "textarea", next(un.choix for un in champ.champs or () if un.choix)
    return Question(
        champ.pointeur,
        genre,
        champ.libelle,
        champ.aide or None,
        champ.requis,
        options={option.code: option.libelle for option in choix or ()},
        conditions=[*conditions, *([champ.condition] if champ.condition else [])],
        dedans=tuple(_dedans(champ)) if genre == "repetition" else (),
    )


def _dedans(liste: ChampDecrit) -> Iterator[Question]:
    champs = liste.champs or []
    if liste.pointeur == _EPCI:
        yield Question(f"{_EPCI}/*", "epci", champs[1].libelle, requise=True)
        return
    if liste.pointeur == MEMBRES:
        libelles = [un.libelle for un in champs if un.nom != "qualite"]
        yield Question(EN_UN_TEXTE, "text", " - ".join(libelles), requise=True)
    for champ in champs:
        # A group within a list is asked line by line.
        lignes = champ.champs or [] if champ.genre == "groupe" else [champ]
        yield from map(_question, lignes)
