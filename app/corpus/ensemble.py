"""Several faults at once: all are told, each as it would be alone.

What is expected is put together from what each fault brings about by itself.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final, NamedTuple

from app.corpus.dossiers import (
    action,
    dossier_complet,
    dossier_integral,
    dossier_minimal,
)
from app.corpus.emplacements import places_ensemble
from app.corpus.instance import Constat, Instance, avec, instance
from app.corpus.manques import fichiers_manquants, reponses_manquantes
from app.formulaire.gouvernance import Membre
from app.formulaire.nombres import ACTIONS_MAX, TEXTE_COURT, en_lettres
from app.formulaire.plan_action import Action
from app.formulaire.section import Groupe

_ACTIONS: Final = "/plan_action/actions"
_MEMBRES: Final = "/gouvernance/membres"


class Faute(NamedTuple):
    """A value at a pointer, and the code it brings about there."""

    pointeur: str
    valeur: Any
    code: str


_FAUTES: Final = [
    Faute("/demandeur/siret", "732 829 320 00075", "siret_cle"),
    Faute("/perimetre/region", "Normandie", "choix_invalide"),
    Faute("/plan_action/priorites", " \n", "requis"),
    Faute(f"{_ACTIONS}/1/budget_euros", -1, "nombre_hors_limites"),
    Faute("/bilan/actions_realisees", ["Douze actions"], "type_invalide"),
    Faute(f"{_MEMBRES}/0/courriel", "jeanne.martin", "courriel_invalide"),
    Faute("/besoins/animation/fin_contrat", "2024-02-30", "date_inexistante"),
    Faute("/besoins/autres/inconnu", True, "champ_inconnu"),
    Faute("/contact/telephone", "00 00 00 00 00", "telephone_refuse"),
    Faute("/contact/suite_nom_prenom", "x" * (TEXTE_COURT + 1), "texte_trop_long"),
]


def ensemble() -> Iterator[Instance]:
    """Two faults, ten, every answer; what conditions and elements lack."""
    for une, autre in pairwise(_FAUTES):
        nom = f"refus-plusieurs-{une.code}-{autre.code}"
        titre = f"Deux fautes dans un dossier complet : {une.pointeur} et {autre.pointeur}."
        yield _plusieurs(nom, titre, une, autre)
    dix = "Dix fautes dans un dossier complet."
    yield _plusieurs("refus-plusieurs-dix", dix, *_FAUTES)
    yield _plusieurs_et_fichiers()
    yield _tous_les_types()
    yield _tous_les_textes()
    yield from _conditions_basculees()
    yield from _elements_vides()


def _plusieurs(nom: str, titre: str, *fautes: Faute) -> Instance:
    changements = {faute.pointeur: faute.valeur for faute in fautes}
    constats = [(faute.pointeur, faute.code) for faute in fautes]
    return instance(nom, titre, avec(changements, dossier_complet()), *constats)


def _plusieurs_et_fichiers() -> Instance:
    dossier = avec({faute.pointeur: faute.valeur for faute in _FAUTES}, dossier_complet())
    constats = [*((f.pointeur, f.code) for f in _FAUTES), *fichiers_manquants(())]
    titre = "Dix fautes, et aucun fichier joint."
    return instance("refus-plusieurs-sans-fichier", titre, dossier, *constats, rubriques=())


def _tous_les_types() -> Instance:
    """Groups and lists stay, for what they hold to be reached."""
    feuilles = [ou for ou in places_ensemble() if not (ou.champ.groupe or ou.champ.element)]
    faux: dict[str, Any] = {ou.pointeur: ["?"] for ou in feuilles}
    types = [(ou.pointeur, "type_invalide") for ou in feuilles]
    suites = [constat for ou in feuilles for constat in ou.suites]
    titre = "Aucune réponse n'a le type JSON attendu."
    dossier = avec(faux, dossier_integral())
    return instance("refus-plusieurs-types", titre, dossier, *types, *suites)


def _tous_les_textes() -> Instance:
    textes = {ou.pointeur: ou.champ.texte.limite for ou in places_ensemble() if ou.champ.texte}
    longs: dict[str, Any] = {ici: "x" * (limite + 1) for ici, limite in textes.items()}
    constats = [(ici, "texte_trop_long") for ici in longs]
    titre = "Chaque texte compte un caractère de trop."
    dossier = avec(longs, dossier_integral())
    return instance("refus-plusieurs-textes", titre, dossier, *constats)


def _conditions_basculees() -> Iterator[Instance]:
    """Every answer that a condition makes due is missing; `a_cause_de` points at the condition."""
    bascules = {
        "contact": ("/contact/est_contact_suite", False),
        "chef-de-projet": ("/besoins/animation/chef_projet_en_poste", "oui"),
    }
    for nom, (pointeur, valeur) in bascules.items():
        dossier = avec({pointeur: valeur}, dossier_minimal())
        titre = f"Ce que demande la réponse à {pointeur} manque entièrement."
        constats = reponses_manquantes(dossier)
        yield instance(f"refus-plusieurs-{nom}", titre, dossier, *constats)


def _elements_vides() -> Iterator[Instance]:
    yield instance(
        "refus-plusieurs-action-vide",
        "Une action sans aucune réponse.",
        avec({f"{_ACTIONS}/1": {}}, dossier_complet()),
        *_dues(Action, f"{_ACTIONS}/1"),
    )
    yield instance(
        "refus-plusieurs-membre-vide",
        "Un membre sans aucune réponse, à la place de l'élu.",
        avec({f"{_MEMBRES}/0": {}}, dossier_complet()),
        *_dues(Membre, f"{_MEMBRES}/0"),
        (_MEMBRES, "binome_sans_elu"),
    )
    pleine = [action(f"Une parmi {en_lettres(ACTIONS_MAX)}")] * ACTIONS_MAX
    trop = en_lettres(ACTIONS_MAX + 1)
    yield instance(
        f"refus-plusieurs-{trop}-actions",
        f"{trop.capitalize()} actions, dont la dernière est sans réponse.",
        avec({_ACTIONS: [*pleine, {}]}, dossier_complet()),
        (_ACTIONS, "liste_trop_longue"),
        *_dues(Action, f"{_ACTIONS}/{ACTIONS_MAX}"),
    )


def _dues(groupe: type[Groupe], ici: str) -> list[Constat]:
    return [(f"{ici}/{nom}", "requis") for nom, champ in groupe.champs.items() if champ.requis]
