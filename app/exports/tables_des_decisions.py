"""The table of what was decided, as the letters say it, and what became of it."""

from typing import Final

from app.exports.colonnes_des_faits import mots, une
from app.exports.colonnes_exportees import Nature, Table
from app.formulaire.choix import Region
from app.instruction.proposition import Motif, Sens

_TERRITOIRE: Final = ("contenu", "territoire")
_REGIONS: Final = {region.value: region.libelle for region in Region}

DECISIONS: Final = Table(
    "decisions",
    "Les décisions",
    (
        une("rang", "Rang", Nature.NOMBRE),
        une("depot", "Dépôt jugé", Nature.NOMBRE),
        une("sens", "Sens", choix=mots(Sens)),
        une("motifs", "Motifs", choix=mots(Motif)),
        une("motivation", "Motivation"),
        une("code", "Code du territoire", dans=_TERRITOIRE),
        une("nom", "Territoire retenu", dans=_TERRITOIRE),
        une("epci", "EPCI retenus (SIREN)", dans=_TERRITOIRE),
        une("communes", "Communes retenues seules (code INSEE)", dans=_TERRITOIRE),
        une("region_pilote", "Région pilote retenue", choix=_REGIONS, dans=_TERRITOIRE),
        une("arretee_le", "Arrêtée le", Nature.INSTANT),
        une("publiee_le", "Publiée le", Nature.INSTANT),
        une("consultee_le", "Lettre ouverte le", Nature.INSTANT),
        une("rapportee_le", "Rapportée le", Nature.INSTANT),
        une("raison", "Pourquoi rapportée"),
        une("fondement", "Sur quel fondement"),
        une("empreinte", "SHA-256 de la lettre"),
    ),
    [("decisions",)],
)
