"""What is published from the form: the schemas by name, the catalogue of codes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.formulaire.conditions import pointeur
from app.formulaire.dossier import SECTIONS, VERSION, Dossier
from app.formulaire.messages import CATALOGUE, Gravite
from app.formulaire.regles import REGLES
from app.formulaire.schema import Json, dialecte, schema_de_brouillon, schema_de_depot
from app.formulaire.section import Groupe, Section


def noms_des_schemas() -> list[str]:
    """`dossier-depot`, `dossier-brouillon`, `perimetre-depot`, ..."""
    return [f"{nom}-{usage}" for nom in ("dossier", *SECTIONS) for usage in ("depot", "brouillon")]


@cache
def schema_publie(nom: str, version: str = "2020-12") -> Json:
    """The schema `nom` in a dialect; KeyError when there is no such schema."""
    partie, _, usage = nom.rpartition("-")
    section = Dossier if partie == "dossier" else SECTIONS[partie]
    publie: Json = {"$id": f"urn:territoires-industrie:{VERSION}:{nom}"}
    if usage == "depot":
        publie |= schema_de_depot(section)
        publie["x-regles-serveur"] = _regles_serveur(partie)
    elif usage == "brouillon":
        publie |= schema_de_brouillon(section)
    else:
        raise KeyError(nom)
    return dialecte(publie, version)


def _regles_serveur(partie: str) -> list[Json]:
    """What only the server can tell of this part: code, severity, message, where."""
    noms = list(SECTIONS) if partie == "dossier" else [partie]
    trouves: dict[str, list[str]] = {}
    for nom in noms:
        for code, ou in _codes_serveur(SECTIONS[nom], pointeur(nom)):
            trouves.setdefault(code, []).append(ou)
    for regle in REGLES:
        if set(regle.sections) <= set(noms):
            for code in regle.codes:
                trouves.setdefault(code, []).extend(map(pointeur, regle.sections))
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
        if champ.texte and champ.texte.code_serveur:
            yield champ.texte.code_serveur, la
        if champ.groupe:
            yield from _codes_serveur(champ.groupe, la)
        if champ.element:
            yield from _codes_serveur(champ.element, f"{la}/*")
    if issubclass(groupe, Section):
        for piece in groupe.pieces:
            if piece.requise:
                yield "piece_manquante", ici + pointeur(piece.rubrique.value)


@dataclass(frozen=True, slots=True)
class CodeDecrit:
    """An error code: severity, message template, its parameters, whether a schema says it."""

    code: str
    gravite: Gravite
    message: str
    parametres: list[str]
    schema: bool


def codes() -> list[CodeDecrit]:
    """The catalogue of error codes."""
    return [
        CodeDecrit(code, m.gravite, m.gabarit, m.parametres, m.schema)
        for code, m in CATALOGUE.items()
    ]
