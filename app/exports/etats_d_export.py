"""Where an export stands, and why one failed."""

from enum import StrEnum
from typing import Final

from app.kit.glossary import decrit


@decrit("Où en est un export.")
class EtatExport(StrEnum):
    """Where an export stands."""

    EN_ATTENTE = "en_attente"
    EN_COURS = "en_cours"
    PRET = "pret"
    ECHEC = "echec"
    EXPIRE = "expire"
    ANNULE = "annule"


@decrit(
    "Pourquoi un export a échoué : plus de lignes qu'une feuille, plus de dossiers qu'il ne s'en "
    "imprime, un texte plus long qu'une cellule n'en tient, trop de mémoire ou de temps, le "
    "magasin de fichiers, ou trop d'essais."
)
class CauseEchec(StrEnum):
    """Why an export failed."""

    TROP_DE_LIGNES = "trop_de_lignes"
    TROP_DE_DOSSIERS = "trop_de_dossiers"
    TEXTE_TROP_LONG = "texte_trop_long"
    TROP_LOURD = "trop_lourd"
    MAGASIN = "magasin"
    ABANDON = "abandon"


A_FAIRE: Final = (EtatExport.EN_ATTENTE.value, EtatExport.EN_COURS.value)
