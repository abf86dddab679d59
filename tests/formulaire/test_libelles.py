"""The words of the form are those of the original, one by one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.formulaire import choix
from app.formulaire.choix import Choix
from app.formulaire.dossier import Dossier
from app.formulaire.section import Groupe, Section

ORIGINAL = Path(__file__).with_name("formulaire-2023.txt").read_text(encoding="utf-8")

# The header that the printed form repeats on each page, at times in the middle of a sentence.
ENTETE = "Candidature à la nouvelle phase du programme Territoires d'industrie (2023-2027)"


def lignes(texte: str) -> list[str]:
    """The lines that carry words, without the marks of the layout."""
    sans_marques = (
        re.sub(r"^(?:- )?(?:☐ )?|^#+ |\*\*|\t<input.*", "", li) for li in texte.split("\n")
    )
    return [" ".join(ligne.split()) for ligne in sans_marques if ligne.strip()]


def sans_entete(texte: str) -> str:
    """The title stays, the page headers go."""
    tete, titre, suite = texte.partition(ENTETE)
    return tete + titre + suite.replace(ENTETE, "")


LIGNES = lignes(sans_entete(ORIGINAL))
CONTINU = " ".join(LIGNES)


def continu(texte: str) -> str:
    return " ".join(lignes(texte))


def groupes(groupe: type[Groupe]) -> Iterator[type[Groupe]]:
    yield groupe
    for champ in groupe.champs.values():
        if dedans := champ.groupe or champ.element:
            yield from groupes(dedans)


GROUPES = list(dict.fromkeys(groupes(Dossier)))
CHOIX = [
    c
    for c in vars(choix).values()
    if isinstance(c, type) and issubclass(c, Choix) and c is not Choix
]


def titres() -> set[str]:
    """What is shown as a title: sections, fields."""
    des_sections = {g.titre for g in GROUPES if issubclass(g, Section)}
    return des_sections | {c.info.title or "" for g in GROUPES for c in g.champs.values()}


def aides() -> set[str]:
    """What is shown to help: sections, fields, files."""
    sections = [g for g in GROUPES if issubclass(g, Section)]
    return (
        {s.aide for s in sections}
        | {c.info.description or "" for g in GROUPES for c in g.champs.values()}
        | {piece.aide for s in sections for piece in s.pieces}
    ) - {""}


def options() -> set[str]:
    return {membre.libelle for liste in CHOIX for membre in liste}


# Ours: the form asks for these parts in one line, in a file, or not at all.
TITRES_A_NOUS = {
    # The identity that the portal of 2023 filled in by itself.
    "Catégorie juridique",
    # An EPCI is known by its SIREN.
    "SIREN de l'EPCI",
    # The plan was a workbook; its help text speaks of actions, axes, porteurs and partenaires.
    "Actions du plan d'action opérationnel",
    "Intitulé de l'action",
    "Axe du programme",
    "Description",
    "Porteur",
    "Partenaires",
    "Début",
    "Fin",
    "Budget (en euros)",
    "Financements",
    "Indicateurs",
    "Type d'acteur",
    # "Nom - Prénom - Fonction - Nom de l'organisation - Contact courriel" in five answers.
    "Qualité",
    "Nom",
    "Prénom",
    "Fonction",
    "Nom de l'organisation",
    "Contact courriel",
}
AIDES_A_NOUS = {
    "Code INSEE à quatre chiffres de la forme juridique.",
    "SIREN d'un EPCI de 2023 ou d'un EPT.",
    "Entre 2023 et 2027.",
}
# Who carries an action, in the words of its help text but one by one; as what a member sits.
OPTIONS_A_NOUS = {
    *("EPCI", "Industriel", "Association", "Réseau local", "Centre de formation", "SEM", "Autre"),
    "Élu",
}
# What the form shows elsewhere than in a label: its layout, and what only its page needs.
LIGNES_SANS_EMPLOI = {
    "Organisme : Délégation aux Territoires d'industrie",
    "Formulaire",
    "Pièce justificative à joindre en complément du dossier",
    "Cochez la mention applicable, une seule valeur possible",
    "Cochez la mention applicable",
    "Oui",
    "Non",
}


def test_chaque_titre_est_une_ligne_de_l_original_ou_l_un_des_notres() -> None:
    assert titres() - set(LIGNES) - {ENTETE} == TITRES_A_NOUS


def test_le_titre_du_formulaire_est_celui_de_l_original() -> None:
    assert LIGNES[0] == f"Démarche : {Dossier.titre}"


def test_chaque_aide_est_dans_l_original_mot_pour_mot_ou_l_une_des_notres() -> None:
    assert {aide for aide in aides() if continu(aide) not in CONTINU} == AIDES_A_NOUS


def test_chaque_option_est_une_ligne_de_l_original_ou_l_une_des_notres() -> None:
    assert options() - set(LIGNES) == OPTIONS_A_NOUS


def test_chaque_option_de_l_original_est_proposee() -> None:
    cochees = {m.group(1).strip() for m in re.finditer(r"☐ (.+)", ORIGINAL)}
    assert cochees - options() - {"Oui", "Non"} == set()


@pytest.mark.parametrize(
    "liste", [c for c in CHOIX if c.__name__ in {"Region", "Ept", "TypePerimetre", "Axe"}]
)
def test_les_options_sont_dans_l_ordre_de_l_original(liste: type[Choix]) -> None:
    rangs = [LIGNES.index(membre.libelle) if membre.libelle in LIGNES else -1 for membre in liste]
    assert rangs == sorted(rangs)


def test_rien_de_l_original_ne_manque_au_formulaire() -> None:
    dits = [continu(texte) for texte in titres() | aides() | options()]
    oubliees = {ligne for ligne in LIGNES[1:] if not any(ligne in dit for dit in dits)}
    assert oubliees <= LIGNES_SANS_EMPLOI, oubliees - LIGNES_SANS_EMPLOI
    assert len(oubliees) > 3


def test_les_sections_sont_dans_l_ordre_de_l_original() -> None:
    rangs = [LIGNES.index(champ.info.title or "") for champ in Dossier.champs.values()]
    assert rangs == sorted(rangs)


@pytest.mark.parametrize(
    "groupe", [g for g in GROUPES if issubclass(g, Section) and g is not Dossier]
)
def test_les_questions_d_une_section_sont_dans_l_ordre_de_l_original(groupe: type[Section]) -> None:
    debut = LIGNES.index(groupe.titre)
    rangs = [
        LIGNES.index(champ.info.title, debut)
        for champ in groupe.champs.values()
        if champ.info.title in LIGNES
    ]
    assert rangs == sorted(rangs)
