"""How often one address, or one caller, may ask for what a candidature costs.

What somebody has written must not be refused for what a neighbour does: saves, deposits and copies
are counted by caller and candidature alone, far above what people and pages do.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from app.acces.appelant import Appelant
from app.kit.web.counters import HEURE, Limite

_MINUTE: Final = timedelta(minutes=1)
CREATIONS: Final = Limite("creation", lambda s: s.creations_par_heure, HEURE)
TELEVERSEMENTS: Final = Limite("televersement", lambda s: s.televersements_par_heure, HEURE)
VALIDATIONS: Final = Limite("validation", lambda s: s.validations_par_minute, _MINUTE)
ENREGISTREMENTS: Final = Limite("enregistrement", lambda s: s.enregistrements_par_minute, _MINUTE)
DEPOTS: Final = Limite("depot", lambda s: s.depots_par_minute, _MINUTE)
COPIES: Final = Limite("copie", lambda s: s.copies_par_heure, HEURE)
ENVOIS: Final = Limite("envoi", lambda s: s.envois_de_portail_par_minute, _MINUTE)
CREATIONS_DE_PORTAIL: Final = Limite(
    "creation de portail", lambda s: s.creations_de_portail_par_heure, HEURE
)

# What a verdict costs grows with the dossier: it counts for one more at each of these.
_MORCEAU: Final = 64 * 1024


def poids(taille: int) -> int:
    """What a dossier of so many bytes counts for."""
    return 1 + taille // _MORCEAU


def compte_de(appelant: Appelant, sur: UUID | None = None) -> str:
    """What a caller is counted under, by candidature if `sur` is given."""
    return f"{appelant.empreinte.hex()}{sur or ''}"
