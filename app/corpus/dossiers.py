"""The dossiers that the instances start from, as applicants would fill them in."""

from collections.abc import Iterator
from typing import Any, Final, cast

from app.corpus.completer import completer, repondre
from app.corpus.instance import Json
from app.formulaire.conditions import ElementsExigent
from app.formulaire.dossier import Dossier
from app.formulaire.gouvernance import Membre
from app.formulaire.nombres import DERNIERE_ANNEE, PREMIERE_ANNEE
from app.formulaire.plan_action import Action
from app.formulaire.section import Champ, Groupe

DEMANDEUR: Final = "direction@seine-axe.example.fr"
_ANIMATION: Final = "/besoins/animation"
# What goes with an answer for no rule to find fault: its pointer and value, then theirs.
_ACCORDS: Final[dict[tuple[str, str | bool], Json]] = {
    (f"{_ANIMATION}/chef_projet_en_poste", "a_recruter"): {
        f"{_ANIMATION}/souhait_cofinancement": "non"
    },
    (f"{_ANIMATION}/demandeur_est_chef_projet", True): {
        f"{_ANIMATION}/chef_projet_courriel": DEMANDEUR
    },
}


def accorde(pointeur: str, valeur: str | bool) -> Json:
    """An answer to the full dossier, and the others that it calls for, each by its pointer."""
    return {pointeur: valeur, **_ACCORDS.get((pointeur, valeur), {})}


def dossier_complet() -> Json:
    """A full application: two EPCI of Normandie, a chef de projet in post, two actions."""
    return completer(Dossier, _complet())


def _complet() -> Json:
    return {
        "demandeur": {
            "courriel": DEMANDEUR,
            "siret": "732 829 320 00074",
            "denomination": "Communauté d'agglomération Seine-Axe",
            "forme_juridique": "Établissement public de coopération intercommunale",
            "categorie_juridique": "7348",
        },
        "perimetre": {
            "epci": [
                {"siren": "200084952", "nom": "CU Le Havre Seine Métropole"},
                {"siren": "200010700"},
            ],
            "region": "28",
            "type_perimetre": "identique",
            "caracteristiques_industrielles": "Raffinage, chimie, aéronautique.",
            "defis_fragilites": "Recrutement, décarbonation, foncier.",
            "nom_territoire": "Axe Seine",
            "commentaire": "Une ligne.\nUne autre.",
        },
        "plan_action": {
            "priorites": "Décarboner et former.",
            "actions": [action("Former aux métiers de la chimie"), action("Réseau de chaleur")],
        },
        "bilan": {"actions_realisees": "Douze actions sur quinze menées à terme."},
        "gouvernance": {
            "membres": [
                membre("elu", "Martin", "Jeanne"),
                membre("industriel", "Durand", "Paul"),
            ],
            "soutiens": "La chambre de commerce et d'industrie.",
        },
        "besoins": {
            "animation": {
                "chef_projet_en_poste": "oui",
                "organisation_porteuse": "Le Havre Seine Métropole",
                "poste_cofinance": True,
                "fin_contrat": "2024-06-30",
                "souhait_cofinancement": "renouvellement",
                "chef_projet_nom": "Camille Petit",
                "chef_projet_courriel": "camille.petit@seine-axe.example.fr",
                "chef_projet_telephone": "02 35 12 34 56",
                "demandeur_est_chef_projet": False,
            },
            "ingenierie": {"projets_complexes": "Étude d'un réseau de chaleur fatale."},
            "financement": {"filieres_prioritaires": "Chimie verte."},
            "autres": {"ami_rebond_industriel": "non"},
        },
        "contact": {
            "nom_prenom": "Jeanne Martin",
            "fonction_organisation": "Présidente, Seine-Axe",
            "courriel": "jeanne.martin@seine-axe.example.fr",
            "telephone": "0235123457",
            "est_contact_suite": False,
            "suite_nom_prenom": "Camille Petit",
            "suite_fonction_organisation": "Cheffe de projet, Seine-Axe",
            "suite_courriel": "camille.petit@seine-axe.example.fr",
            "suite_telephone": "+33 2 35 12 34 56",
        },
    }


def action(intitule: str) -> Json:
    """An action with every answer given, a year from the ends of the programme."""
    donnee = {
        "intitule": intitule,
        "axe": "recrutement",
        "description": "Créer une école de production avec les industriels du port.",
        "porteur": {"nom": "Seine-Axe", "type": "epci"},
        "partenaires": [{"nom": "Chimie Normande", "type": "industriel"}],
        "debut": f"{PREMIERE_ANNEE + 1}-01-01",
        "fin": f"{DERNIERE_ANNEE - 1}-12-31",
        "budget_euros": 450_000,
        "financements": "Région, État, industriels.",
        "indicateurs": "Quarante apprentis par an.",
    }
    return completer(Action, donnee, tout=True)


def membre(qualite: str, nom: str, prenom: str) -> Json:
    """A member of the governance with every part filled in."""
    donne = {
        "qualite": qualite,
        "nom": nom,
        "prenom": prenom,
        "fonction": "Membre du comité",
        "organisation": "Seine-Axe",
        "courriel": f"{prenom}.{nom}@example.fr".lower(),
    }
    return completer(Membre, donne, tout=True)


def dossier_minimal() -> Json:
    """A new territory, nobody in post, one contact: what is required, and nothing else."""
    reponses = repondre(
        {
            "/perimetre/type_perimetre": "nouveau",
            "/plan_action/actions": [action("Former aux métiers de la chimie")],
            "/besoins/animation/chef_projet_en_poste": "a_recruter",
            "/besoins/animation/souhait_cofinancement": "futur_chef_projet",
            "/contact/est_contact_suite": True,
        },
        dossier_complet(),
    )
    return _elaguer(Dossier, reponses, frozenset())


def dossier_integral() -> Json:
    """Every field shown, every one answered: the full dossier in Île-de-France, with an EPT."""
    return repondre(
        {
            "/perimetre/region": "11",
            "/perimetre/ept": "200057867",
            "/perimetre/epci": [{"siren": "200017846", "nom": "CA Etampois Sud Essonne"}],
            "/plan_action/commentaire": "Une ligne.\nUne autre.",
            "/gouvernance/commentaire": "Une ligne.\nUne autre.",
            "/besoins/financement/projets_formation": "Une école de production.",
            "/besoins/autres/sites_france_2030": "Deux sites, à Gonfreville-l'Orcher.",
            "/besoins/autres/autres_projets": "Un accélérateur avec Bpifrance.",
        },
        dossier_complet(),
        tout=True,
    )


def dossier_d_outre_mer() -> Json:
    """The full dossier of two communities overseas, which have no SIREN among the EPCI."""
    return repondre(
        {
            "/perimetre/region": "collectivites_outre_mer",
            "/perimetre/epci": [{"nom": "Communes de Nouméa"}, {"nom": "Communes du Nord"}],
        },
        dossier_complet(),
    )


def _elaguer(groupe: type[Groupe], reponses: Json, exigees: frozenset[str]) -> Json:
    """Keep the answers due; `exigees`: keys due in an element by a rule of its list."""
    gardes: Json = {}
    for champ in groupe.champs.values():
        montre = champ.si is None or champ.si.tient(reponses)
        if champ.nom in reponses and montre and (champ.du(reponses) or champ.nom in exigees):
            gardes[champ.nom] = _valeur_elaguee(champ, reponses)
    return gardes


def _valeur_elaguee(champ: Champ, reponses: Json) -> Any:
    valeur = reponses[champ.nom]
    if champ.element:
        cles = frozenset(cles_exigees(champ, reponses))
        return [_elaguer(champ.element, brut, cles) for brut in cast(list[Json], valeur)]
    return _elaguer(champ.groupe, valeur, frozenset()) if champ.groupe else valeur


def cles_exigees(champ: Champ, reponses: Json) -> Iterator[str]:
    """The keys that the rules of a list make due in each of its elements."""
    for regle in champ.regles:
        if isinstance(regle, ElementsExigent) and regle.quand.tient(reponses) is regle.tient:
            yield regle.cle
