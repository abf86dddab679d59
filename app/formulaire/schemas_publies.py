"""What is published from the form: the schemas by name, the catalogue of codes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final, Self

from app.formulaire.catalogue import CATALOGUE, PARAMETRES, Gravite, ParametreDecrit
from app.formulaire.dossier import SECTIONS, Dossier
from app.formulaire.interfaces.jsonforms import interface_jsonforms
from app.formulaire.interfaces.rjsf import interface_rjsf
from app.formulaire.regles import REGLES
from app.formulaire.schema import (
    Json,
    dialecte,
    schema_de_brouillon,
    schema_de_depot,
    schema_de_formulaire,
)
from app.formulaire.section import Groupe, Section
from app.kit.glossary import decrit
from app.kit.json_pointer import pointeur

USAGES: Final = {
    "depot": schema_de_depot,
    "brouillon": schema_de_brouillon,
    "formulaire": schema_de_formulaire,
}


@decrit("Une bibliothèque qui dessine un formulaire d'après le schéma publié.")
class Bibliotheque(StrEnum):
    """The libraries that draw the form from the published schema.

    `interface` makes what a library needs to be told beside it.
    """

    interface: Callable[[], Json]

    JSONFORMS = "jsonforms", interface_jsonforms
    RJSF = "rjsf", interface_rjsf

    def __new__(cls, nom: str, interface: Callable[[], Json]) -> Self:
        membre = str.__new__(cls, nom)
        membre._value_ = nom
        membre.interface = interface
        return membre


def noms_des_schemas() -> list[str]:
    """`dossier-depot`, `dossier-brouillon`, `dossier-formulaire`, `perimetre-depot`, ..."""
    return [f"{nom}-{usage}" for nom in ("dossier", *SECTIONS) for usage in USAGES]


@cache
def schema_publie(nom: str, version: str = "2020-12") -> Json:
    """The schema `nom` in a dialect; KeyError when there is no such schema."""
    partie, _, usage = nom.rpartition("-")
    section = Dossier if partie == "dossier" else SECTIONS[partie]
    publie: Json = {"$id": identifiant(nom, version)}
    publie |= USAGES[usage](section)
    if usage != "brouillon":
        publie["x-regles-serveur"] = _regles_serveur(partie)
    return dialecte(publie, version)


def identifiant(nom: str, version: str) -> str:
    """The `$id` of a schema in a dialect: its address, from the root of the service that answers.

    An address is what all engines take; some refuse a URN. Relative, for the same files serve
    production and sandbox (JSON Schema 2020-12, core, 8.2.1: resolved against where it was read).
    """
    return f"/v1/schemas/{nom}?dialecte={version}"


def _regles_serveur(partie: str) -> list[Json]:
    """What only the server can tell of this part: code, severity, message, places."""
    noms = list(SECTIONS) if partie == "dossier" else [partie]
    trouves: dict[str, list[str]] = {}
    for nom in noms:
        for code, ou in _codes_serveur(SECTIONS[nom], pointeur(nom)):
            trouves.setdefault(code, []).append(ou)
    for regle in REGLES:
        if set(regle.sections) <= set(noms):
            for code, ou in regle.codes.items():
                trouves.setdefault(code, []).append(ou)
    return [
        {
            "code": code,
            "gravite": CATALOGUE[code].gravite.value,
            "message": CATALOGUE[code].gabarit,
            "champs": champs,
        }
        for code, champs in trouves.items()
    ]


def _codes_serveur(groupe: type[Groupe], ici: str) -> Iterator[tuple[str, str]]:
    for nom, champ in groupe.champs.items():
        la = ici + pointeur(nom)
        yield from ((code, la) for code in champ.codes_serveur)
        if champ.groupe:
            yield from _codes_serveur(champ.groupe, la)
        if champ.element:
            yield from _codes_serveur(champ.element, f"{la}/*")
    if issubclass(groupe, Section):
        for piece in groupe.pieces:
            if piece.requise:
                yield "piece_manquante", ici + pointeur(piece.rubrique.value)


@decrit("Un code d'erreur du formulaire. Un message peut changer ; un code, jamais.")
@dataclass(frozen=True, slots=True)
class CodeDecrit:
    """An error code: what it means, its message template and parameters, whether a schema says
    it too."""

    code: str
    gravite: Gravite
    sens: str
    message: str
    parametres: list[ParametreDecrit]
    schema: bool


def codes() -> list[CodeDecrit]:
    """The catalogue of error codes."""
    return [
        CodeDecrit(
            code, m.gravite, m.sens, m.gabarit, [PARAMETRES[nom] for nom in m.parametres], m.schema
        )
        for code, m in CATALOGUE.items()
    ]
