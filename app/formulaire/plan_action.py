"""Votre plan d'action."""

from typing import Annotated

from pydantic import Field

from app.formulaire.choix import Axe, Rubrique, TypeActeur
from app.formulaire.longueurs import AuPlus
from app.formulaire.nombres import ACTIONS_MAX, DERNIERE_ANNEE, PARTENAIRES_MAX, PREMIERE_ANNEE
from app.formulaire.section import Groupe, PieceDemandee, Section
from app.formulaire.types import (
    DixLignes,
    Facultatif,
    JourDuProgramme,
    Montant,
    TexteCourt,
    TexteLong,
)
from app.kit.glossary import decrit

_ANNEES = f"Entre {PREMIERE_ANNEE} et {DERNIERE_ANNEE}."


@decrit("Un acteur engagé dans le Territoire d'industrie.")
class Acteur(Groupe):
    """Somebody who carries an action or joins it."""

    nom: TexteCourt = Field(title="Nom")
    type: TypeActeur = Field(title="Type d'acteur")


@decrit("Une action du plan.")
class Action(Groupe):
    """One concrete action, within the programme's years."""

    intitule: TexteCourt = Field(title="Intitulé de l'action")
    axe: Axe = Field(title="Axe du programme")
    description: TexteLong = Field(title="Description")
    porteur: Acteur = Field(title="Porteur")
    partenaires: Annotated[list[Acteur], AuPlus(PARTENAIRES_MAX)] = Field(
        [],
        title="Partenaires",
        description="Une diversité des porteurs et de partenaires (EPCI, industriels, "
        "association, réseau local, centres de formation, SEM...) est recherchée pour chaque "
        "projet.",
    )
    debut: JourDuProgramme = Field(title="Début", description=_ANNEES)
    fin: JourDuProgramme = Field(title="Fin", description=_ANNEES)
    budget_euros: Facultatif[Montant] = Field(None, title="Budget (en euros)")
    financements: Facultatif[TexteLong] = Field(None, title="Financements")
    indicateurs: Facultatif[TexteLong] = Field(None, title="Indicateurs")


class PlanAction(Section):
    """What the territory means to do during the programme."""

    titre = "Votre plan d'action"
    compte_pour_la_selection = True
    aide = (
        "Votre stratégie industrielle territoriale pour 2023-2027\n\n"
        "Les Territoires d'industrie doivent présenter un plan d'action synthétique et concret "
        "préfigurant une stratégie industrielle. Ce plan d'actions sera engagé dans le cadre du "
        "programme dès 2023.\n\n"
        "Cette stratégie doit être en lien avec les quatre axes du programme :\n\n"
        + "\n".join(f"- {axe.libelle}" for axe in Axe)
    )
    pieces = (
        PieceDemandee(
            Rubrique.PLAN_ACTION_OPERATIONNEL,
            requise=True,
            aide="Ce fichier modèle vous permet de renseigner les principales actions identifiées "
            "pour votre Territoire d'industrie pour la période 2023-2027. Veuillez présenter au "
            "maximum une dizaine d'actions concrètes, opérationnelles et prioritaires pour "
            "répondre aux grands enjeux de votre territoire.\n\n"
            "Une diversité des porteurs et de partenaires (EPCI, industriels, association, réseau "
            "local, centres de formation, SEM...) est recherchée pour chaque projet. Les actions "
            "doivent pouvoir être mises en œuvre durant la période 2023-2027.\n\n"
            "Pour les Territoires d'industrie existants, vous pouvez reprendre votre plan "
            "d'action précédent s'il est en cours, en l'adaptant aux nouveaux enjeux du "
            "programme.",
        ),
    )

    priorites: TexteLong = Field(
        title="Quelles seront les priorités de votre plan d'action pour la période 2023-2027 ?",
        description="Un résumé synthétique de la vision industrielle de votre territoire est "
        "attendu.",
    )
    actions: Annotated[list[Action], Field(min_length=1), AuPlus(ACTIONS_MAX)] = Field(
        title="Actions du plan d'action opérationnel",
        description="Veuillez présenter au maximum une dizaine d'actions concrètes, "
        "opérationnelles et prioritaires pour répondre aux grands enjeux de votre territoire.",
    )
    commentaire: Facultatif[DixLignes] = Field(
        None,
        title="Autre commentaire libre sur votre plan d'action",
        description="En 10 lignes maximum.",
    )
