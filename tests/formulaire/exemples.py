"""Dossiers as an applicant would fill them in, for the tests to start from."""

from typing import Any

Json = dict[str, Any]


def dossier_complet() -> Json:
    """A full application: two EPCI of Normandie, a chef de projet in post, two actions."""
    return {
        "demandeur": {
            "courriel": "direction@seine-axe.example.fr",
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
    """An action of 2024 with every answer given."""
    return {
        "intitule": intitule,
        "axe": "recrutement",
        "description": "Créer une école de production avec les industriels du port.",
        "porteur": {"nom": "Seine-Axe", "type": "epci"},
        "partenaires": [{"nom": "Chimie Normande", "type": "industriel"}],
        "debut": "2024-01-01",
        "fin": "2026-12-31",
        "budget_euros": 450_000,
        "financements": "Région, État, industriels.",
        "indicateurs": "Quarante apprentis par an.",
    }


def membre(qualite: str, nom: str, prenom: str) -> Json:
    """A member of the governance with every part filled in."""
    return {
        "qualite": qualite,
        "nom": nom,
        "prenom": prenom,
        "fonction": "Membre du comité",
        "organisation": "Seine-Axe",
        "courriel": f"{prenom}.{nom}@example.fr".lower(),
    }
