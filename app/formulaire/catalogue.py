"""The catalogue of error codes: what each means, its French message, how severe it is.

Codes are stable: a message may change, a code and its meaning may not. `{…}` names a parameter.
"""

from dataclasses import dataclass
from enum import StrEnum
from string import Formatter
from typing import Final

from app.formulaire.nombres import (
    CHIFFRES_MAX,
    CHIFFRES_MIN,
    DERNIERE_ANNEE,
    LIGNES_MAX,
    MARGE,
    MILLESIME,
    PREMIERE_ANNEE,
    SIECLES,
    en_lettres,
)
from app.kit.glossary import decrit


@decrit("Une erreur empêche le dépôt ; un avertissement sera lu par l'instructeur.")
class Gravite(StrEnum):
    ERREUR = "erreur"
    AVERTISSEMENT = "avertissement"


@decrit("Le type d'un paramètre ; `textes` : une liste de textes.")
class TypeDeParametre(StrEnum):
    TEXTE = "texte"
    ENTIER = "entier"
    TEXTES = "textes"


@decrit("Un paramètre de message.")
@dataclass(frozen=True, slots=True)
class ParametreDecrit:
    """A parameter of messages, with what it holds."""

    nom: str
    type: TypeDeParametre
    sens: str


PARAMETRES: Final = {
    nom: ParametreDecrit(nom, genre, sens)
    for nom, genre, sens in (
        ("apres", TypeDeParametre.TEXTE, "Le choix, tel qu'il s'affiche aujourd'hui."),
        (
            "attendu",
            TypeDeParametre.TEXTE,
            "Le type JSON attendu : texte, vrai ou faux, nombre entier, liste ou objet.",
        ),
        ("avant", TypeDeParametre.TEXTE, "Le choix, tel qu'il s'affichait quand il a été fait."),
        (
            "comparaison",
            TypeDeParametre.TEXTE,
            "Ce que le nombre doit être : supérieur ou égal, inférieur ou égal.",
        ),
        ("libelle", TypeDeParametre.TEXTE, "La question, telle qu'elle était posée."),
        ("limite", TypeDeParametre.ENTIER, "La limite que le nombre franchit."),
        (
            "maximum",
            TypeDeParametre.ENTIER,
            "Le nombre de caractères ou d'éléments à ne pas dépasser.",
        ),
        ("motif", TypeDeParametre.TEXTE, "Ce qui a changé dans la question, en une phrase."),
        ("nom", TypeDeParametre.TEXTE, "Le nom officiel de l'EPCI ou de l'EPT."),
        ("noms", TypeDeParametre.TEXTES, "Les noms des EPCI et des EPT."),
        ("region", TypeDeParametre.TEXTE, "Le nom de la région."),
        ("regions", TypeDeParametre.TEXTES, "Les noms des régions."),
        ("reponse", TypeDeParametre.TEXTE, "Ce qui avait été répondu ; en JSON, sauf un texte."),
        ("version", TypeDeParametre.TEXTE, "La version du formulaire qui a apporté le changement."),
    )
}


@dataclass(frozen=True, slots=True)
class Message:
    """An entry of the catalogue.

    `gabarit` is the message, shown to applicants; `sens` tells a developer what the code means;
    `schema`: the published JSON Schema refuses it as well.
    """

    gabarit: str
    sens: str
    schema: bool
    gravite: Gravite = Gravite.ERREUR

    @property
    def parametres(self) -> list[str]:
        """Names of the parameters that the message takes."""
        return [nom for _, nom, _, _ in Formatter().parse(self.gabarit) if nom]


def _refus(gabarit: str, sens: str) -> Message:
    return Message(gabarit, sens, schema=True)


def _serveur(gabarit: str, sens: str) -> Message:
    return Message(gabarit, sens, schema=False)


def _conseil(gabarit: str, sens: str) -> Message:
    return Message(gabarit, sens, schema=False, gravite=Gravite.AVERTISSEMENT)


CATALOGUE: Final[dict[str, Message]] = {
    # The shape, refused in a draft too.
    "champ_inconnu": _refus(
        "Ce champ n'existe pas dans le formulaire.",
        "Un objet du dossier porte une clé que le formulaire ne connaît pas à cet endroit.",
    ),
    "mal_place": _refus(
        "Cette clé n'est pas à sa place : {attendu}.",
        "Le dossier est envoyé nu là où il est attendu dans un objet, ou l'inverse.",
    ),
    "type_invalide": _refus(
        "Le type de cette valeur ne convient pas : {attendu} attendu.",
        "La valeur n'est pas du type JSON du champ ; `null` n'est d'aucun type.",
    ),
    "caractere_interdit": _refus(
        "Ce texte contient un caractère qui n'est pas accepté : U+0000 ou demi-codet isolé.",
        "Un texte contient un caractère que la base de données ou UTF-8 ne peut pas porter.",
    ),
    "plafond_texte": _refus(
        "Ce texte dépasse le plafond de {maximum} caractères.",
        "Un texte est trop long pour être gardé, même dans un brouillon : plus de "
        f"{en_lettres(MARGE)} fois la limite du champ.",
    ),
    "plafond_liste": _refus(
        "Cette liste dépasse le plafond de {maximum} éléments.",
        "Une liste est trop longue pour être gardée, même dans un brouillon.",
    ),
    # What a single answer must be.
    "requis": _refus(
        "Cette réponse est obligatoire.",
        "La réponse manque, ou n'est faite que de blancs ; `a_cause_de` nomme les réponses qui la "
        "rendent obligatoire, quand elle ne l'est pas toujours.",
    ),
    "choix_invalide": _refus(
        "Choisissez l'une des réponses proposées.",
        "Le texte n'est le code d'aucun des choix du champ.",
    ),
    "texte_trop_long": _refus(
        "Ce texte dépasse {maximum} caractères.",
        "Un texte compte plus de points de code Unicode que le champ n'en admet.",
    ),
    "trop_de_lignes": _refus(
        f"Ce texte dépasse {LIGNES_MAX} lignes.",
        f"Un commentaire libre compte plus de {en_lettres(LIGNES_MAX)} lignes, sans les lignes "
        "vides du début et de la fin ; LF, CR, CRLF, U+2028 et U+2029 finissent une ligne.",
    ),
    "liste_vide": _refus(
        "Indiquez au moins un élément.",
        "Une liste qui doit compter un élément n'en compte aucun ; absente, elle est `requis`.",
    ),
    "liste_trop_longue": _refus(
        "Indiquez au plus {maximum} éléments.",
        "Une liste compte plus d'éléments qu'un dépôt n'en admet.",
    ),
    "nombre_hors_limites": _refus(
        "Ce nombre doit être {comparaison} à {limite}.",
        "Un nombre entier est négatif, ou trop grand pour que tout lecteur de JSON le garde exact "
        "(2⁵³ - 1).",
    ),
    "courriel_invalide": _refus(
        "Cette adresse électronique est incomplète ou mal formée.",
        "Le texte n'a pas la forme d'une adresse électronique : une partie locale, @, un domaine "
        "avec un point.",
    ),
    "courriel_refuse": _serveur(
        "Cette adresse électronique ne peut pas exister.",
        "L'adresse a la bonne forme, mais les règles du courrier électronique l'excluent : deux "
        "points de suite, par exemple.",
    ),
    "siret_invalide": _refus(
        "Un SIRET compte 14 chiffres.",
        "Le texte ne compte pas quatorze chiffres, blancs mis à part.",
    ),
    "siret_cle": _serveur(
        "Ce SIRET comporte une erreur : sa clé de contrôle est fausse.",
        "Les quatorze chiffres ne satisfont pas la formule de Luhn, ou celle de La Poste.",
    ),
    "categorie_juridique_invalide": _refus(
        "Une catégorie juridique compte 4 chiffres.",
        "Le texte n'est pas un code de l'INSEE à quatre chiffres.",
    ),
    "telephone_invalide": _refus(
        "Ce numéro de téléphone est incomplet ou mal formé : indiquez un seul numéro, sans poste "
        "ni autre texte.",
        f"Le texte n'a pas la forme d'un numéro : de {en_lettres(CHIFFRES_MIN)} à "
        f"{en_lettres(CHIFFRES_MAX)} chiffres et leurs séparateurs.",
    ),
    "telephone_refuse": _serveur(
        "Ce numéro de téléphone n'est pas français : il aurait dix chiffres, de 01… à 09…, ou neuf "
        "après l'indicatif +33. Pour un autre pays, commencez par + et son indicatif (+32…).",
        "Le numéro est donné sans indicatif, ou sous celui de la France, et n'a pas la longueur de "
        "ceux de son plan de numérotation.",
    ),
    "telephone_etranger": _serveur(
        "Les numéros de téléphone de ce pays n'ont pas ce nombre de chiffres : vérifiez le numéro "
        "et son indicatif.",
        "Le numéro est donné sous l'indicatif d'un autre pays, et n'a pas la longueur des siens.",
    ),
    "telephone_indicatif": _serveur(
        "Aucun pays n'a cet indicatif téléphonique : vérifiez les chiffres qui suivent + ou 00.",
        "Le numéro est donné sous un indicatif que l'UIT n'a attribué à aucun pays.",
    ),
    "date_invalide": _refus(
        "Indiquez une date sous la forme AAAA-MM-JJ.",
        f"Le texte n'est pas une date ISO 8601 de {SIECLES[0]}00 à {SIECLES[-1]}99.",
    ),
    "date_hors_programme": _refus(
        f"Indiquez une date (AAAA-MM-JJ) entre le 1er janvier {PREMIERE_ANNEE} et le 31 décembre "
        f"{DERNIERE_ANNEE}.",
        "Le texte n'est pas une date ISO 8601, ou elle tombe hors des années du programme.",
    ),
    "date_inexistante": _serveur(
        "Cette date n'existe pas dans le calendrier.",
        "La date a la bonne forme, mais ce mois n'a pas ce jour : le 30 février, par exemple.",
    ),
    "epci_inconnu": _refus(
        f"Ce SIREN n'est ni celui d'un EPCI de {MILLESIME}, ni celui d'un EPT.",
        "Le texte n'est aucun des SIREN de `/v1/referentiels/epci` et `/v1/referentiels/ept`.",
    ),
    "siren_inconnu": _serveur(
        f"Ce SIREN n'est ni celui d'un EPCI de {MILLESIME}, ni celui d'un EPT.",
        "Comme `epci_inconnu`, d'un SIREN écrit avec des espaces, que le schéma ne peut comparer "
        "à sa liste.",
    ),
    # What answers must be together.
    "binome_sans_elu": _refus(
        "Le binôme doit comprendre un élu.",
        "Aucun membre de la gouvernance n'a la qualité `elu` ; `a_cause_de` nomme les qualités "
        "données.",
    ),
    "binome_sans_industriel": _refus(
        "Le binôme doit comprendre un industriel.",
        "Aucun membre de la gouvernance n'a la qualité `industriel` ; `a_cause_de` nomme les "
        "qualités données.",
    ),
    "binome_meme_personne": _serveur(
        "L'élu et l'industriel du binôme doivent être deux personnes différentes.",
        "Tous les élus et industriels de la gouvernance portent les mêmes nom et prénom, sans "
        "égard aux accents, à la casse ni à l'ordre, et donnent la même organisation et la même "
        "adresse.",
    ),
    "action_fin_avant_debut": _serveur(
        "L'action se termine avant d'avoir commencé.",
        "La date de fin d'une action précède sa date de début, que nomme `a_cause_de`.",
    ),
    "epci_en_double": _serveur(
        "{nom} figure deux fois dans le périmètre.",
        "Un SIREN revient dans la liste des EPCI, ou y répète l'EPT ; `a_cause_de` nomme le "
        "premier.",
    ),
    "epci_sans_region_commune": _serveur(
        "Les EPCI choisis n'ont aucune région en commun : sélectionnez « Interrégional ».",
        "Aucune région ne porte une partie de chacun des EPCI, et la région choisie n'est pas "
        "`interregional`.",
    ),
    "piece_manquante": _serveur(
        "Joignez au moins un fichier à cette rubrique.",
        "Aucun fichier n'est joint à une rubrique qui en demande ; le pointeur est celui de la "
        "rubrique dans sa section, où le dossier lui-même ne porte rien.",
    ),
    # What the reviewer will look at; never a refusal.
    "region_sans_epci": _conseil(
        "Aucun EPCI du périmètre ne se trouve dans cette région.",
        "La région choisie n'est celle d'aucun des EPCI, qui ont une région en commun.",
    ),
    "perimetre_a_cheval": _conseil(
        "Une partie du périmètre se trouve dans une autre région : {regions}.",
        "Un EPCI au moins se trouve, en tout ou partie, hors de la région choisie.",
    ),
    "interregional_superflu": _conseil(
        "Tous les EPCI choisis se trouvent en {region}.",
        "La région choisie est `interregional`, alors que tous les EPCI sont d'une seule région.",
    ),
    "epci_seul": _conseil(
        "Un EPCI candidat seul doit justifier d'un périmètre adéquat, homogène et cohérent.",
        "Le périmètre ne compte qu'un EPCI ou qu'un EPT.",
    ),
    "metropole": _conseil(
        "Une métropole doit justifier d'importants enjeux de transitions industrielles et d'un "
        "projet de territoire particulièrement ambitieux.",
        "L'un des EPCI du périmètre est une métropole.",
    ),
    "bilan_vide": _conseil(
        "Les territoires existants sont invités à présenter un bilan des actions menées.",
        "Le territoire existe déjà (`type_perimetre`), et les actions réalisées ne sont pas "
        "données.",
    ),
    "binome_homonymes": _conseil(
        "L'élu et l'industriel du binôme portent le même nom : vérifiez que ce sont bien deux "
        "personnes différentes.",
        "Tous les élus et industriels de la gouvernance portent les mêmes nom et prénom, mais "
        "donnent deux organisations, ou deux adresses.",
    ),
    "epci_autre_nom": _conseil(
        "Vous avez nommé cet EPCI « {reponse} », mais son SIREN est celui de « {nom} », le nom qui "
        "sera retenu. Corrigez le SIREN si c'est lui qui est faux.",
        "Le nom donné et le nom officiel du SIREN diffèrent par d'autres mots que la forme "
        "juridique ; le dépôt porte le nom officiel. `a_cause_de` nomme le SIREN.",
    ),
    "telephone_inconnu": _conseil(
        "Ce numéro de téléphone n'est d'aucune tranche connue : vérifiez-le ; s'il est exact, ne "
        "changez rien.",
        "Le numéro a la longueur de ceux de son pays, mais libphonenumber ne connaît pas sa "
        "tranche, qui peut être récente.",
    ),
    "telephone_outre_mer": _conseil(
        "Ce numéro de téléphone d'outre-mer est donné sous l'indicatif +33 : le sien est +262 (La "
        "Réunion, Mayotte), +590 (Guadeloupe), +594 (Guyane) ou +596 (Martinique). Corrigez-le ; "
        "sans indicatif, il est lu comme il faut.",
        "Le numéro suit +33, mais commence comme ceux d'un plan de numérotation d'outre-mer.",
    ),
    "renouvellement_sans_poste": _conseil(
        "Vous demandez le renouvellement d'un poste de chef de projet, mais aucun n'est en poste.",
        "Le souhait est `renouvellement`, alors que le chef de projet est `a_recruter`.",
    ),
    "chef_projet_autre_courriel": _conseil(
        "Vous avez répondu que vous êtes le chef de projet, mais son courriel n'est pas celui du "
        "demandeur. Corrigez l'adresse ou la réponse qui est fausse ; si les deux adresses sont "
        "les vôtres, ne changez rien.",
        "Le demandeur est le chef de projet en poste (`demandeur_est_chef_projet`), et leurs deux "
        "adresses ne sont pas la même, sans égard à la casse ; `a_cause_de` nomme cette réponse et "
        "l'adresse du demandeur.",
    ),
    # What a new version of the form did to a draft begun under an older one.
    "question_deplacee": _conseil(
        "Depuis la version {version} du formulaire, cette réponse a changé de place : relisez-la.",
        "La réponse a été déplacée vers ce pointeur, sans que rien en soit perdu ; dit jusqu'au "
        "prochain enregistrement.",
    ),
    "choix_remplace": _conseil(
        "Depuis la version {version} du formulaire, le choix « {avant} » est devenu « {apres} ».",
        "Le code du choix a été remplacé par celui qui veut dire la même chose ; dit jusqu'au "
        "prochain enregistrement.",
    ),
    "question_modifiee": _conseil(
        "La question « {libelle} » a changé (version {version} du formulaire) : répondez de "
        "nouveau. {motif} Vous aviez répondu : {reponse}",
        "La réponse a été retirée du dossier, car la question a changé de sens. Dit jusqu'à ce "
        "qu'il y en ait une autre ; pour celle d'une liste, à sa section, et jusqu'à ce que chaque "
        "élément en ait une.",
    ),
    "reponse_ecartee": _conseil(
        "Depuis la version {version} du formulaire, « {libelle} » est demandé à un endroit où vous "
        "aviez déjà répondu : c'est cette réponse-là qui demeure. Vous aviez aussi répondu : "
        "{reponse}",
        "La réponse a été retirée du dossier, car sa nouvelle place était prise ; pour celle "
        "d'une liste, le pointeur est celui de la section. Dit tant que la candidature est un "
        "brouillon.",
    ),
    "question_retiree": _conseil(
        "Depuis la version {version} du formulaire, « {libelle} » n'est plus demandé. Vous aviez "
        "répondu : {reponse}",
        "La réponse a été retirée du dossier avec sa question ; le pointeur est celui de la "
        "section. Dit tant que la candidature est un brouillon.",
    ),
    "epci_deja_candidat": _conseil(
        "Une autre candidature déposée comprend aussi : {noms}.",
        "Dit à l'instruction seulement : un EPCI ou un EPT figure au dernier dépôt d'une autre "
        "candidature.",
    ),
}
