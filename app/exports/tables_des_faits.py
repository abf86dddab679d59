"""The columns and tables of what the service knows beside the form: deposits, files, what happened.

Each reads the members that `queries.py` writes of a dossier.
"""

from collections.abc import Mapping
from enum import StrEnum
from inspect import getdoc
from typing import Any, Final

from app.avis.vocabulaire import Fonction, SensAvis
from app.candidatures.correction import IssueCorrection, MotifCorrection
from app.candidatures.etats import Etat
from app.candidatures.evenements import genres_pour
from app.candidatures.genres import Public
from app.candidatures.tables import Antivirus
from app.exports.colonnes_exportees import NUMERO, Colonne, Nature, Table
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


_SENS: Final = {Sens.ACCEPTEE: "acceptée", Sens.REFUSEE: "refusée", Sens.SANS_SUITE: "sans suite"}
_ETAPES: Final = {
    Etape.A_PRENDRE: "à prendre",
    Etape.EN_COURS: "en cours",
    Etape.EN_CORRECTION: "en correction",
    Etape.PROPOSEE: "décision proposée",
    Etape.ARRETEE: "décision arrêtée",
    Etape.PUBLIEE: "décision publiée",
    Etape.RETIREE: "retirée",
}
_ANTIVIRUS: Final = {
    Antivirus.EN_ATTENTE: "en attente",
    Antivirus.SAIN: "sain",
    Antivirus.INFECTE: "infecté",
    Antivirus.NON_ANALYSE: "non analysé",
}
_MOTIFS: Final = {
    MotifCorrection.INCORRECTE: "incorrecte",
    MotifCorrection.INCOMPLETE: "incomplète",
    MotifCorrection.OBSOLETE: "obsolète",
}
_ISSUES: Final = {
    IssueCorrection.REPONDUE: "répondue",
    IssueCorrection.EXPIREE: "expirée",
    IssueCorrection.ANNULEE: "annulée",
}
_FONCTIONS: Final = {
    Fonction.PREFET_REGION: "préfet de région",
    Fonction.CONSEIL_REGIONAL: "conseil régional",
    Fonction.DREETS: "DREETS",
    Fonction.AUTRE: "autre",
}
_AVIS: Final = {
    SensAvis.FAVORABLE: "favorable",
    SensAvis.RESERVE: "réservé",
    SensAvis.DEFAVORABLE: "défavorable",
    SensAvis.SANS_AVIS: "sans avis",
}
_COTES: Final = {Cote.DEMANDEUR: "demandeur", Cote.INSTRUCTION: "instruction"}
_REGIONS: Final = {region.value: region.libelle for region in Region}
_RUBRIQUES: Final = {rubrique.value: rubrique.libelle for rubrique in Rubrique}
_ETATS: Final = {etat.value: etat.mots for etat in Etat}
_GENRES: Final = {g.genre: getdoc(g) or g.genre for g in genres_pour(Public.INSTRUCTION)}
TRADUITS: Final = (_SENS, _ETAPES, _ANTIVIRUS, _MOTIFS, _ISSUES, _FONCTIONS, _AVIS, _COTES)
"""What is not said in French elsewhere: each has every member of its class."""


def _une(
    cle: str,
    titre: str,
    nature: Nature = Nature.TEXTE,
    choix: Mapping[Any, str] | None = None,
) -> Colonne:
    codes = None if choix is None else {str(code): libelle for code, libelle in choix.items()}
    return Colonne(cle, titre, (cle,), nature, codes)


def _du_dossier(
    cle: str,
    titre: str,
    nature: Nature = Nature.TEXTE,
    choix: Mapping[Any, str] | None = None,
) -> Colonne:
    une = _une(cle, titre, nature, choix)
    return Colonne(cle, titre, ("candidature", cle), nature, une.choix, cle)


DOSSIER: Final = (
    NUMERO,
    _du_dossier("etat", "État", choix=_ETATS),
    _du_dossier("etape", "Étape de l'instruction", choix=_ETAPES),
    _du_dossier("recu_le", "Dernier dépôt reçu le", Nature.INSTANT),
    _du_dossier("depot", "Rang du dernier dépôt", Nature.NOMBRE),
    _du_dossier("version_formulaire", "Version du formulaire"),
    _du_dossier("avertissements", "Avertissements du dépôt", Nature.NOMBRE),
    _du_dossier("regions", "Régions concernées", choix=_REGIONS),
    _du_dossier("region_pilote", "Région pilote", choix=_REGIONS),
    _du_dossier("affectations", "Agents chargés du dossier"),
    _du_dossier("etiquettes", "Étiquettes"),
    _du_dossier("proposition", "Décision proposée", choix=_SENS),
    _du_dossier("maj_le", "Dernier acte", Nature.INSTANT),
    _du_dossier("version", "Version du dossier", Nature.NOMBRE),
    _du_dossier("id", "Identifiant"),
)
_PIECES: Final = Table(
    "pieces",
    "Les fichiers du dernier dépôt",
    (
        _une("rubrique", "Rubrique", choix=_RUBRIQUES),
        _une("nom", "Nom du fichier"),
        _une("taille", "Taille (octets)", Nature.NOMBRE),
        _une("empreinte", "SHA-256"),
        _une("antivirus", "Antivirus", choix=_ANTIVIRUS),
        _une("id", "Identifiant"),
    ),
    [("pieces",)],
)
_CORRECTIONS: Final = Table(
    "corrections",
    "Les corrections demandées",
    (
        _une("rang", "Rang", Nature.NOMBRE),
        _une("depot", "Dépôt à corriger", Nature.NOMBRE),
        _une("motif", "Motif", choix=_MOTIFS),
        _une("message", "Ce qui est demandé"),
        _une("pointeurs", "Champs à corriger"),
        _une("rubriques", "Fichiers à corriger", choix=_RUBRIQUES),
        _une("demandee_le", "Demandée le", Nature.INSTANT),
        _une("jusqu_au", "Jusqu'au", Nature.INSTANT),
        _une("close_le", "Close le", Nature.INSTANT),
        _une("issue", "Issue", choix=_ISSUES),
        _une("depot_reponse", "Dépôt en réponse", Nature.NOMBRE),
    ),
    [("corrections",)],
)
_EVENEMENTS: Final = Table(
    "evenements",
    "Ce qui est arrivé",
    (
        _une("le", "Instant", Nature.INSTANT),
        _une("genre", "Ce qui est arrivé", choix=_GENRES),
        _une("auteur", "De qui"),
    ),
    [("evenements",)],
)
TOUJOURS: Final = (_PIECES, _CORRECTIONS, _EVENEMENTS)
SUR_DEMANDE: Final = {
    Contenu.DEPOTS: Table(
        "depots",
        "Tous les dépôts",
        (
            _une("rang", "Rang", Nature.NOMBRE),
            _une("recu_le", "Reçu le", Nature.INSTANT),
            _une("version_formulaire", "Version du formulaire"),
            _une("empreinte", "SHA-256"),
        ),
        [("depots",)],
    ),
    Contenu.AVIS: Table(
        "avis",
        "Les avis demandés",
        (
            _une("fonction", "À quel titre", choix=_FONCTIONS),
            _une("courriel", "À qui"),
            _une("question", "Question"),
            _une("depot", "Dépôt montré", Nature.NOMBRE),
            _une("demande_le", "Demandé le", Nature.INSTANT),
            _une("echeance", "Échéance", Nature.INSTANT),
            _une("revoque_le", "Révoqué le", Nature.INSTANT),
            _une("rendu_le", "Rendu le", Nature.INSTANT),
            _une("sens", "Sens", choix=_AVIS),
            _une("texte", "Avis"),
        ),
        [("avis",)],
    ),
    Contenu.NOTES: Table(
        "notes",
        "Les notes des instructeurs",
        (
            _une("le", "Instant", Nature.INSTANT),
            _une("par", "De qui"),
            _une("pointeur", "Champ concerné"),
            _une("texte", "Note"),
        ),
        [("notes",)],
    ),
    Contenu.MESSAGES: Table(
        "messages",
        "Les messages échangés",
        (
            _une("rang", "Rang", Nature.NOMBRE),
            _une("le", "Instant", Nature.INSTANT),
            _une("cote", "De quel côté", choix=_COTES),
            _une("texte", "Message"),
        ),
        [("messages",)],
    ),
}
