"""The choices that the form offers: a stable code each, with the words of the original."""

from enum import StrEnum
from typing import Any, Self

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema


class Choix(StrEnum):
    """A closed list of answers. The value is the code in the JSON, `libelle` what is shown."""

    libelle: str

    def __new__(cls, code: str, libelle: str) -> Self:
        membre = str.__new__(cls, code)
        membre._value_ = code
        membre.libelle = libelle
        return membre

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        genere = handler(schema)
        definition = handler.resolve_ref_schema(genere)
        definition.clear()
        definition |= {
            "title": cls.__name__,
            "type": "string",
            "oneOf": [{"const": choix.value, "title": choix.libelle} for choix in cls],
        }
        return genere


class Region(Choix):
    """Quelle est la région d'implantation de votre territoire candidat ? Codes of the INSEE."""

    AUVERGNE_RHONE_ALPES = "84", "Auvergne-Rhône-Alpes"
    BOURGOGNE_FRANCHE_COMTE = "27", "Bourgogne-Franche-Comté"
    BRETAGNE = "53", "Bretagne"
    CENTRE_VAL_DE_LOIRE = "24", "Centre-Val de Loire"
    COLLECTIVITES_OUTRE_MER = "collectivites_outre_mer", "Collectivités d'outre-mer"
    CORSE = "94", "Corse"
    GRAND_EST = "44", "Grand Est"
    GUADELOUPE = "01", "Guadeloupe"
    GUYANE = "03", "Guyane"
    HAUTS_DE_FRANCE = "32", "Hauts-de-France"
    ILE_DE_FRANCE = "11", "Île-de-France"
    INTERREGIONAL = "interregional", "Interrégional"
    LA_REUNION = "04", "La Réunion"
    MARTINIQUE = "02", "Martinique"
    MAYOTTE = "06", "Mayotte"
    NORMANDIE = "28", "Normandie"
    NOUVELLE_AQUITAINE = "75", "Nouvelle-Aquitaine"
    OCCITANIE = "76", "Occitanie"
    PAYS_DE_LA_LOIRE = "52", "Pays de la Loire"
    PROVENCE_ALPES_COTE_D_AZUR = "93", "Provence-Alpes-Côte d'Azur"


class Ept(Choix):
    """The établissements publics territoriaux of the Métropole du Grand Paris, by SIREN."""

    BOUCLE_NORD_DE_SEINE = "200057990", "Boucle Nord de Seine"
    EST_ENSEMBLE = "200057875", "Est Ensemble"
    GRAND_ORLY_SEINE_BIEVRE = "200058014", "Grand-Orly Seine Bièvre"
    GRAND_PARIS_GRAND_EST = "200058790", "Grand Paris - Grand Est"
    GRAND_PARIS_SEINE_OUEST = "200057974", "Grand Paris Seine Ouest"
    GRAND_PARIS_SUD_EST_AVENIR = "200058006", "Grand Paris Sud Est Avenir"
    PARIS_EST_MARNE_ET_BOIS = "200057941", "Paris Est Marne&Bois"
    PARIS_OUEST_LA_DEFENSE = "200057982", "Paris Ouest La Défense"
    PARIS_TERRES_D_ENVOL = "200058097", "Paris Terres d'Envol"
    PLAINE_COMMUNE = "200057867", "Plaine Commune"
    VALLEE_SUD_GRAND_PARIS = "200057966", "Vallée Sud - Grand Paris"


class TypePerimetre(Choix):
    """Le périmètre de votre Territoire d'industrie est :"""

    NOUVEAU = "nouveau", "Complètement nouveau"
    REDECOUPAGE = "redecoupage", "Issu d'un redécoupage d'anciens Territoires d'industrie"
    IDENTIQUE = "identique", "Identique à celui d'un territoire d'industrie existant"


class Axe(Choix):
    """The four axes of the programme."""

    RECRUTEMENT = "recrutement", "Lever les freins au recrutement"
    TRANSITION = "transition", "Accélérer la transition écologique et énergétique"
    INNOVATION = "innovation", "Faire des territoires des écosystèmes d'innovation"
    FONCIER = "foncier", "Mobiliser un foncier industriel adapté"


class TypeActeur(Choix):
    """Who carries an action or joins it, from the help text of the plan."""

    EPCI = "epci", "EPCI"
    INDUSTRIEL = "industriel", "Industriel"
    ASSOCIATION = "association", "Association"
    RESEAU_LOCAL = "reseau_local", "Réseau local"
    CENTRE_FORMATION = "centre_formation", "Centre de formation"
    SEM = "sem", "SEM"
    AUTRE = "autre", "Autre"


class Qualite(Choix):
    """As what a person sits in the governance."""

    ELU = "elu", "Élu"
    INDUSTRIEL = "industriel", "Industriel"
    AUTRE = "autre", "Autre"


class ChefProjetEnPoste(Choix):
    """Un chef de projet Territoire d'industrie est-il déjà en poste dans votre territoire ?"""

    OUI = "oui", "Oui"
    A_RECRUTER = "a_recruter", "Non, il est à recruter"


class SouhaitCofinancement(Choix):
    """Souhaitez-vous bénéficier d'un cofinancement de l'Etat du poste de chef de projet ?"""

    FUTUR_CHEF_PROJET = (
        "futur_chef_projet",
        "Oui, pour le futur chef de projet qui sera embauché",
    )
    RENOUVELLEMENT = (
        "renouvellement",
        "Oui, pour le renouvellement du contrat du chef de projet existant",
    )
    NON = "non", "Non, je ne préfère pas"


class RebondIndustriel(Choix):
    """Êtes-vous intéressé par une candidature à l'AMI Rebond industriel France 2030 ?"""

    OUI = "oui", "Oui"
    NON_ELIGIBLE = (
        "non_eligible",
        "Oui mais mon territoire n'est pas éligible (absence de filière transports)",
    )
    NON = "non", "Non"
    INCONNU = "inconnu", "Je ne connais pas cet AMI"


class Rubrique(Choix):
    """Where a file belongs in the form; the code is its key in the section."""

    PLAN_ACTION_OPERATIONNEL = (
        "plan_action_operationnel",
        "Veuillez télécharger le plan d'action opérationnel de votre territoire, "
        "réalisé à partir de notre modèle.",
    )
    BILAN = (
        "bilan",
        "Pour appuyer ce bilan synthétique, veuillez télécharger des documents détaillant "
        "la mise en œuvre de votre précédent plan d'action.",
    )
    LETTRES = (
        "lettres",
        "Veuillez appuyer votre candidature avec une lettre d'intention des membres de la "
        "gouvernance et d'éventuelles autres lettres de soutien des partenaires de votre démarche.",
    )
