"""The form as data: sections and fields in order, with labels, help, choices and conditions."""

from dataclasses import dataclass
from functools import cache

from app.formulaire.choix import Choix
from app.formulaire.conditions import Si
from app.formulaire.dossier import SECTIONS, VERSION, Dossier
from app.formulaire.section import Champ, Groupe, Section
from app.kit.glossary import decrit
from app.kit.json_pointer import pointeur


@decrit("Une réponse proposée.")
@dataclass(frozen=True, slots=True)
class OptionDecrite:
    """A choice: its code, its label."""

    code: str
    libelle: str


@decrit("Ce champ ne se montre que si une autre réponse le demande.")
@dataclass(frozen=True, slots=True)
class ConditionDecrite:
    """The field is shown when the answer at `pointeur` is one of `valeurs`."""

    pointeur: str
    valeurs: list[str | bool]


@decrit("Un champ du formulaire.")
@dataclass(frozen=True, slots=True)
class ChampDecrit:
    """A field of the form; `champs` describes the elements of a list or of a group."""

    nom: str
    pointeur: str
    genre: str
    libelle: str
    aide: str | None
    requis: bool
    longueur_max: int | None
    elements_max: int | None
    condition: ConditionDecrite | None
    choix: list[OptionDecrite] | None
    champs: "list[ChampDecrit] | None"


@decrit("Une section du formulaire, dans l'ordre de l'original.")
@dataclass(frozen=True, slots=True)
class SectionDecrite:
    """A section of the form, in the order of the original."""

    nom: str
    pointeur: str
    titre: str
    aide: str
    compte_pour_la_selection: bool
    condition: ConditionDecrite | None
    champs: list[ChampDecrit]


@decrit("Le formulaire, comme donnée.")
@dataclass(frozen=True, slots=True)
class FormulaireDecrit:
    """The form as data."""

    version: str
    titre: str
    introduction: str
    sections: list[SectionDecrite]


@cache
def formulaire_decrit() -> FormulaireDecrit:
    """Sections, fields in order, labels, help, choices, conditions, files, version."""
    sections = [_section(section, Dossier.champs[nom].si, nom) for nom, section in SECTIONS.items()]
    return FormulaireDecrit(VERSION, Dossier.titre, Dossier.aide, sections)


def _section(section: type[Section], si: Si | None, nom: str) -> SectionDecrite:
    ici = pointeur(nom)
    return SectionDecrite(
        nom,
        ici,
        section.titre,
        section.aide,
        section.compte_pour_la_selection,
        _condition(si, ""),
        _champs(section, ici),
    )


def _champs(groupe: type[Groupe], ici: str) -> list[ChampDecrit]:
    decrits = [_champ(champ, ici) for champ in groupe.champs.values()]
    if issubclass(groupe, Section):
        decrits += [
            ChampDecrit(
                nom=piece.rubrique.value,
                pointeur=ici + pointeur(piece.rubrique.value),
                genre="fichiers",
                libelle=piece.rubrique.libelle,
                aide=piece.aide or None,
                requis=piece.requise,
                longueur_max=None,
                elements_max=None,
                condition=None,
                choix=None,
                champs=None,
            )
            for piece in groupe.pieces
        ]
    return decrits


def _champ(champ: Champ, ici: str) -> ChampDecrit:
    la = ici + pointeur(champ.nom)
    dedans = champ.groupe or champ.element
    return ChampDecrit(
        nom=champ.nom,
        pointeur=la,
        genre=genre(champ),
        libelle=champ.libelle,
        aide=champ.section.aide or None if champ.section else champ.info.description,
        requis=champ.requis,
        longueur_max=champ.texte.limite if champ.texte else None,
        elements_max=champ.maximum,
        condition=_condition(champ.si, ici),
        choix=_options(champ.choix) if champ.choix else None,
        champs=_champs(dedans, f"{la}/*" if champ.element else la) if dedans else None,
    )


def genre(champ: Champ) -> str:
    """What kind of answer a field takes: the `genre` of its text, or `choix`, `liste`, `siren`…"""
    if champ.texte:
        return champ.texte.genre
    if champ.choix:
        return "choix"
    if champ.element:
        return "liste"
    if champ.groupe:
        return "groupe"
    return {bool: "oui_non", int: "montant"}.get(champ.sorte, "siren")


def _options(choix: type[Choix]) -> list[OptionDecrite]:
    return [OptionDecrite(membre.value, membre.libelle) for membre in choix]


def _condition(si: Si | None, ici: str) -> ConditionDecrite | None:
    if si is None:
        return None
    ou = ici + pointeur(*si.chemin.split("/"))
    return ConditionDecrite(ou, [str(v) if isinstance(v, str) else v for v in si.valeurs])
