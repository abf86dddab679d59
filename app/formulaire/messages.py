"""The catalogue: error code -> severity, whether a schema says it too, French message.

Codes are stable: a message may change, a code may not. `{…}` names a parameter of the error.
"""

from dataclasses import dataclass
from enum import StrEnum
from string import Formatter
from typing import Final

Parametre = str | int | list[str]


class Gravite(StrEnum):
    ERREUR = "erreur"
    AVERTISSEMENT = "avertissement"


@dataclass(frozen=True, slots=True)
class Message:
    """An entry of the catalogue; `schema`: the published JSON Schema refuses it as well."""

    gabarit: str
    schema: bool
    gravite: Gravite = Gravite.ERREUR

    @property
    def parametres(self) -> list[str]:
        """Names of the parameters that the message takes."""
        return [nom for _, nom, _, _ in Formatter().parse(self.gabarit) if nom]


@dataclass(frozen=True, slots=True)
class Ecart:
    """One difference between a dossier and what a deposit requires.

    `pointeur` and `a_cause_de` are RFC 6901 pointers into the dossier; `message` is French and
    can be shown as it is.
    """

    pointeur: str
    code: str
    message: str
    parametres: dict[str, Parametre]
    gravite: Gravite
    schema: bool
    a_cause_de: list[str]


def ecart(
    pointeur: str, code: str, causes: list[str] | None = None, **parametres: Parametre
) -> Ecart:
    """Make an `Ecart` from its code; KeyError for a code that the catalogue does not hold."""
    message = CATALOGUE[code]
    return Ecart(
        pointeur,
        code,
        message.gabarit.format(**{nom: _lisible(v) for nom, v in parametres.items()}),
        parametres,
        message.gravite,
        message.schema,
        causes or [],
    )


def _lisible(valeur: Parametre) -> str:
    if isinstance(valeur, list):
        return ", ".join(valeur)
    return f"{valeur:,}".replace(",", "\u202f") if isinstance(valeur, int) else valeur


def _refus(gabarit: str) -> Message:
    return Message(gabarit, schema=True)


def _serveur(gabarit: str) -> Message:
    return Message(gabarit, schema=False)


def _conseil(gabarit: str) -> Message:
    return Message(gabarit, schema=False, gravite=Gravite.AVERTISSEMENT)


CATALOGUE: Final[dict[str, Message]] = {
    # The shape, refused in a draft too.
    "champ_inconnu": _refus("Ce champ n'existe pas dans le formulaire."),
    "type_invalide": _refus("Le type de cette valeur ne convient pas : {attendu} attendu."),
    "caractere_interdit": _refus(
        "Ce texte contient un caractère qui n'est pas accepté : U+0000 ou demi-codet isolé."
    ),
    "plafond_texte": _refus("Ce texte dépasse le plafond de {maximum} caractères."),
    "plafond_liste": _refus("Cette liste dépasse le plafond de {maximum} éléments."),
    # What a single answer must be.
    "requis": _refus("Cette réponse est obligatoire."),
    "choix_invalide": _refus("Choisissez l'une des réponses proposées."),
    "texte_trop_long": _refus("Ce texte dépasse {maximum} caractères."),
    "trop_de_lignes": _refus("Ce texte dépasse 10 lignes."),
    "liste_vide": _refus("Indiquez au moins un élément."),
    "liste_trop_longue": _refus("Indiquez au plus {maximum} éléments."),
    "nombre_hors_limites": _refus("Ce nombre doit être compris entre 0 et {maximum}."),
    "courriel_invalide": _refus("Cette adresse électronique est incomplète ou mal formée."),
    "courriel_refuse": _serveur("Cette adresse électronique ne peut pas exister."),
    "siret_invalide": _refus("Un SIRET compte 14 chiffres."),
    "siret_cle": _serveur("Ce SIRET comporte une erreur : sa clé de contrôle est fausse."),
    "categorie_juridique_invalide": _refus("Une catégorie juridique compte 4 chiffres."),
    "telephone_invalide": _refus("Ce numéro de téléphone est incomplet ou mal formé."),
    "telephone_refuse": _serveur(
        "Ce numéro de téléphone n'existe dans aucun plan de numérotation français ; "
        "pour l'étranger, indiquez l'indicatif (+32…)."
    ),
    "date_invalide": _refus("Indiquez une date sous la forme AAAA-MM-JJ."),
    "date_hors_programme": _refus(
        "Indiquez une date (AAAA-MM-JJ) entre le 1er janvier 2023 et le 31 décembre 2027."
    ),
    "date_inexistante": _serveur("Cette date n'existe pas dans le calendrier."),
    "epci_inconnu": _refus("Ce SIREN n'est ni celui d'un EPCI de 2023, ni celui d'un EPT."),
    # What answers must be together.
    "binome_sans_elu": _refus("Le binôme doit comprendre un élu."),
    "binome_sans_industriel": _refus("Le binôme doit comprendre un industriel."),
    "binome_meme_personne": _serveur(
        "L'élu et l'industriel du binôme doivent être deux personnes différentes."
    ),
    "action_fin_avant_debut": _serveur("L'action se termine avant d'avoir commencé."),
    "epci_en_double": _serveur("{nom} figure deux fois dans le périmètre."),
    "epci_sans_region_commune": _serveur(
        "Les EPCI choisis n'ont aucune région en commun : sélectionnez « Interrégional »."
    ),
    "piece_manquante": _serveur("Joignez au moins un fichier à cette rubrique."),
    # What the reviewer will look at; never a refusal.
    "region_sans_epci": _conseil("Aucun EPCI du périmètre ne se trouve dans cette région."),
    "perimetre_a_cheval": _conseil(
        "Une partie du périmètre se trouve dans une autre région : {regions}."
    ),
    "interregional_superflu": _conseil("Tous les EPCI choisis se trouvent en {region}."),
    "epci_seul": _conseil(
        "Un EPCI candidat seul doit justifier d'un périmètre adéquat, homogène et cohérent."
    ),
    "metropole": _conseil(
        "Une métropole doit justifier d'importants enjeux de transitions industrielles et d'un "
        "projet de territoire particulièrement ambitieux."
    ),
    "bilan_vide": _conseil(
        "Les territoires existants sont invités à présenter un bilan des actions menées."
    ),
    "renouvellement_sans_poste": _conseil(
        "Vous demandez le renouvellement d'un poste de chef de projet, mais aucun n'est en poste."
    ),
    "epci_deja_candidat": _conseil("Une autre candidature déposée comprend aussi : {noms}."),
}
