"""The columns and tables of what the service knows beside the form: deposits, files, what happened.

Each reads the members that `queries.py` writes of a dossier.
"""

from enum import StrEnum
from inspect import getdoc
from typing import Final

from app.avis.vocabulaire import Fonction, SensAvis
from app.candidatures.correction import IssueCorrection, MotifCorrection
from app.candidatures.etats import Etat
from app.candidatures.evenements import genres_pour
from app.candidatures.genres import Public
from app.candidatures.tables import Antivirus
from app.exports.colonnes_des_faits import du_dossier, mots, une
from app.exports.colonnes_exportees import NUMERO, Nature, Table
from app.exports.tables_des_decisions import DECISIONS
from app.formulaire.choix import Region, Rubrique
from app.instruction.etapes import Etape
from app.instruction.proposition import Sens
from app.kit.glossary import decrit
from app.messages.cotes import Cote


@decrit("Ce qu'un export peut contenir de plus que les dossiers.")
class Contenu(StrEnum):
    """What is in an export on request only."""

    DEPOTS = "depots"
    AVIS = "avis"
    NOTES = "notes"
    MESSAGES = "messages"
    DECISIONS = "decisions"


_REGIONS: Final = {region.value: region.libelle for region in Region}
_RUBRIQUES: Final = {rubrique.value: rubrique.libelle for rubrique in Rubrique}
_ETATS: Final = {etat.value: etat.mots.capitalize() for etat in Etat}
_GENRES: Final = {g.genre: getdoc(g) or g.genre for g in genres_pour(Public.INSTRUCTION)}


DOSSIER: Final = (
    NUMERO,
    du_dossier("etat", "État", choix=_ETATS),
    du_dossier("etape", "Étape de l'instruction", choix=mots(Etape)),
    du_dossier("recu_le", "Dernier dépôt reçu le", Nature.INSTANT),
    du_dossier("depot", "Rang du dernier dépôt", Nature.NOMBRE),
    du_dossier("version_formulaire", "Version du formulaire"),
    du_dossier("avertissements", "Avertissements du dépôt", Nature.NOMBRE),
    du_dossier("regions", "Régions concernées", choix=_REGIONS),
    du_dossier("region_pilote", "Région pilote", choix=_REGIONS),
    du_dossier("affectations", "Agents chargés du dossier"),
    du_dossier("etiquettes", "Étiquettes"),
    du_dossier("proposition", "Décision proposée", choix=mots(Sens)),
    du_dossier("maj_le", "Dernier acte", Nature.INSTANT),
    du_dossier("version", "Version du dossier", Nature.NOMBRE),
    du_dossier("id", "Identifiant"),
)
_PIECES: Final = Table(
    "pieces",
    "Les fichiers du dernier dépôt",
    (
        une("rubrique", "Rubrique", choix=_RUBRIQUES),
        une("nom", "Nom du fichier"),
        une("taille", "Taille (octets)", Nature.NOMBRE),
        une("empreinte", "SHA-256"),
        une("antivirus", "Antivirus", choix=mots(Antivirus)),
        une("id", "Identifiant"),
    ),
    [("pieces",)],
)
_CORRECTIONS: Final = Table(
    "corrections",
    "Les corrections demandées",
    (
        une("rang", "Rang", Nature.NOMBRE),
        une("depot", "Dépôt à corriger", Nature.NOMBRE),
        une("motif", "Motif", choix=mots(MotifCorrection)),
        une("message", "Ce qui est demandé"),
        une("pointeurs", "Champs à corriger"),
        une("rubriques", "Fichiers à corriger", choix=_RUBRIQUES),
        une("demandee_le", "Demandée le", Nature.INSTANT),
        une("jusqu_au", "Jusqu'au", Nature.INSTANT),
        une("close_le", "Close le", Nature.INSTANT),
        une("issue", "Issue", choix=mots(IssueCorrection)),
        une("depot_reponse", "Dépôt en réponse", Nature.NOMBRE),
    ),
    [("corrections",)],
)
_EVENEMENTS: Final = Table(
    "evenements",
    "Ce qui est arrivé",
    (
        une("le", "Instant", Nature.INSTANT),
        une("genre", "Ce qui est arrivé", choix=_GENRES),
        une("auteur", "De qui"),
    ),
    [("evenements",)],
)
TOUJOURS: Final = (_PIECES, _CORRECTIONS, _EVENEMENTS)
SUR_DEMANDE: Final = {
    Contenu.DEPOTS: Table(
        "depots",
        "Tous les dépôts",
        (
            une("rang", "Rang", Nature.NOMBRE),
            une("recu_le", "Reçu le", Nature.INSTANT),
            une("version_formulaire", "Version du formulaire"),
            une("empreinte", "SHA-256"),
        ),
        [("depots",)],
    ),
    Contenu.AVIS: Table(
        "avis",
        "Les avis demandés",
        (
            une("fonction", "À quel titre", choix=mots(Fonction)),
            une("courriel", "À qui"),
            une("question", "Question"),
            une("depot", "Dépôt montré", Nature.NOMBRE),
            une("demande_le", "Demandé le", Nature.INSTANT),
            une("echeance", "Échéance", Nature.INSTANT),
            une("revoque_le", "Révoqué le", Nature.INSTANT),
            une("rendu_le", "Rendu le", Nature.INSTANT),
            une("sens", "Sens", choix=mots(SensAvis)),
            une("texte", "Avis"),
        ),
        [("avis",)],
    ),
    Contenu.NOTES: Table(
        "notes",
        "Les notes des instructeurs",
        (
            une("le", "Instant", Nature.INSTANT),
            une("par", "De qui"),
            une("pointeur", "Champ concerné"),
            une("texte", "Note"),
        ),
        [("notes",)],
    ),
    Contenu.MESSAGES: Table(
        "messages",
        "Les messages échangés",
        (
            une("rang", "Rang", Nature.NOMBRE),
            une("le", "Instant", Nature.INSTANT),
            une("cote", "De quel côté", choix=mots(Cote)),
            une("texte", "Message"),
        ),
        [("messages",)],
    ),
    Contenu.DECISIONS: DECISIONS,
}
