"""Vos besoins et l'offre de service du programme Territoires d'industrie."""

from typing import Annotated

from pydantic import Field

from app.formulaire.choix import ChefProjetEnPoste, RebondIndustriel, SouhaitCofinancement
from app.formulaire.conditions import Si
from app.formulaire.section import Section
from app.formulaire.types import (
    Courriel,
    Facultatif,
    Jour,
    OuiNon,
    Telephone,
    TexteCourt,
    TexteLong,
)

EN_POSTE = Si("chef_projet_en_poste", ChefProjetEnPoste.OUI)
EN_POSTE_FACULTATIF = Si("chef_projet_en_poste", ChefProjetEnPoste.OUI, requis=False)


class Animation(Section):
    """The chef de projet: in post or to be hired."""

    titre = "L'animation de votre Territoire d'industrie"
    aide = (
        "Le rôle du chef de projet\n\n"
        "Chaque Territoire d'industrie devra se doter d'un chef de projet en charge de "
        "l'animation quotidienne du Territoire d'industrie, en lien avec la gouvernance, le "
        "niveau régional et national.\n\n"
        "Pour plus de précisions sur ces missions, rendez-vous sur le site de l'ANCT : "
        "<https://agence-cohesion-territoires.gouv.fr/territoires-dindustrie-44>."
    )

    chef_projet_en_poste: ChefProjetEnPoste = Field(
        title="Un chef de projet Territoire d'industrie est-il déjà en poste dans votre "
        "territoire ?",
        description="Au cas où votre territoire candidat est issu du périmètre d'un Territoire "
        "d'industrie ayant opéré une scission, merci de bien vérifier que la situation du chef "
        "de projet Territoire d'industrie sur l'ancien périmètre est pris en compte.",
    )
    organisation_porteuse: Annotated[Facultatif[TexteCourt], EN_POSTE] = Field(
        None, title="Quelle organisation porte actuellement le poste du chef de projet ?"
    )
    poste_cofinance: Annotated[Facultatif[OuiNon], EN_POSTE] = Field(
        None,
        title="Ce poste de chef de projet Territoire d'industrie est-il déjà cofinancé par "
        "l'Etat ?",
    )
    fin_contrat: Annotated[Facultatif[Jour], EN_POSTE_FACULTATIF] = Field(
        None,
        title="Quand se termine le contrat ou le financement de ce poste de chef de projet ?",
    )
    souhait_cofinancement: SouhaitCofinancement = Field(
        title="Pour cette nouvelle phase du programme, souhaitez-vous bénéficier d'un "
        "cofinancement de l'Etat du poste de chef de projet ?"
    )
    chef_projet_nom: Annotated[Facultatif[TexteCourt], EN_POSTE] = Field(
        None, title="Nom et prénom du chef de projet"
    )
    chef_projet_courriel: Annotated[Facultatif[Courriel], EN_POSTE] = Field(
        None, title="Courriel du chef de projet"
    )
    chef_projet_telephone: Annotated[Facultatif[Telephone], EN_POSTE_FACULTATIF] = Field(
        None, title="Numéro de téléphone du chef de projet"
    )
    demandeur_est_chef_projet: Annotated[Facultatif[OuiNon], EN_POSTE] = Field(
        None, title="Êtes-vous le chef de projet du Territoire d'Industrie ?"
    )


class Ingenierie(Section):
    """Projects that call for outside studies."""

    titre = "Le soutien en ingénierie de projets"

    projets_complexes: Facultatif[TexteLong] = Field(
        None,
        title="Avez-vous des projets complexes en liens avec votre écosystème industriel "
        "nécessitant des missions ou des études en ingénierie réalisées par des prestataires "
        "externes spécialisés ? Si oui, veuillez les décrire.",
        description="Les projets complexes identifiés pour un soutien en ingénierie devront "
        "figurer dans votre plan d'action et s'intégrer dans un des 4 axes du programme "
        "Territoires d'industrie.",
    )


class Financement(Section):
    """Industrial investments and training."""

    titre = "Le financement de projets d'investissements industriels"

    filieres_prioritaires: Facultatif[TexteLong] = Field(
        None,
        title="Avez-vous ciblé dans votre plan d'action des filières industrielles prioritaires "
        "pour votre territoire ? Si oui veuillez les présenter et décrire les projets "
        "d'investissements identifiés.",
        description="Chaque Territoire d'industrie peut identifier 2 à 3 filières industrielles "
        "jugées stratégiques localement et représentant une forte opportunité de "
        "réindustrialisation. Elles peuvent notamment être historiquement implantées dans le "
        "territoire. Ces filières pourront figurer dans votre plan d'action et s'intégrer aux "
        "stratégies industrielles régionales.",
    )
    projets_formation: Facultatif[TexteLong] = Field(
        None,
        title="Avez-vous dans votre plan d'action des projets collectifs concernant la formation "
        "aux métiers industriels ? Si oui, veuillez les décrire.",
        description="Les projets de centres de formations peuvent s'adresser à tout type de "
        "public (formation continue ou initiale) et être portés par tout type d'acteurs (lycées, "
        "écoles de production, CFA ...).",
    )


class Autres(Section):
    """The rest of the programme's offer."""

    titre = "Autres éléments de l'offre de services Territoires d'industrie"

    ami_rebond_industriel: Facultatif[RebondIndustriel] = Field(
        None,
        title="Êtes-vous intéressé par une candidature à l'AMI Rebond industriel France 2030 ?",
        description="La description de l'AMI Rebond Industriel est disponible à ce lien: "
        "<https://www.gouvernement.fr/france-2030-lancement-du-dispositif-rebond-industriel-pour-"
        "accompagner-les-territoires-confrontes>",
    )
    sites_france_2030: Facultatif[TexteLong] = Field(
        None,
        title="Avez-vous identifié dans votre territoire des sites susceptibles de devenir "
        '"sites France 2030" ? Si oui, veuillez renseigner leur nombre et leur localisation.',
        description="Les sites France 2030 visent à pré-aménager et pré-équiper 50 sites pour "
        "les rendre immédiatement disponibles pour des implantations industrielles. En "
        "particulier, le foncier industriel inutilisé nécessitant des opérations de "
        "réhabilitation et/ou de dépollution sont recherchés (exemple : friches). Les sites "
        "favorables à la mise en œuvre de compensation sont également recherchés.",
    )
    autres_projets: Facultatif[TexteLong] = Field(
        None,
        title="Avez-vous dans votre plan d'action d'autres projets en lien avec l'offre de "
        "services du programme ? Si oui, veuillez les présenter.",
        description="Une grande partie de l'offre de service actuelle du programme se poursuit "
        "pour la phase 2 : VTE, cofinancement des accélérateurs Bpifrance, accompagnement "
        "attractivité de Business France, offres de financement et d'ingénierie de la Banque des "
        "Territoires...",
    )


class Besoins(Section):
    """What the territory hopes for from the programme; of no effect on the selection."""

    titre = "Vos besoins et l'offre de service du programme Territoires d'industrie"
    aide = (
        "Les questions suivantes n'ont pas d'impact sur la sélection des Territoires d'industrie. "
        "Celle-ci se fera uniquement sur les éléments demandés précédemment. Ces questions "
        "servent à préparer la mise en place de l'offre de service du programme.\n\n"
        "L'offre de services du programme et de ses partenaires est développée pour accélérer les "
        "projets industriels du territoire via des moyens d'animation (cofinancement de postes de "
        "chefs de projets), d'ingénierie (missions d'appui aux projets) et de soutien aux "
        "investissements industriels (subventions...).\n\n"
        "Les questions suivantes n'engagent pas le programme Territoires d'industrie par rapport "
        "aux territoires qui seront sélectionnés."
    )

    animation: Animation = Field(title=Animation.titre)
    ingenierie: Facultatif[Ingenierie] = Field(None, title=Ingenierie.titre)
    financement: Facultatif[Financement] = Field(None, title=Financement.titre)
    autres: Facultatif[Autres] = Field(None, title=Autres.titre)
