"""How often one address, or one token, may ask for what a candidature costs."""

from datetime import timedelta
from typing import Final

from app.kit.web.counters import HEURE, Limite

CREATIONS: Final = Limite("creation", lambda s: s.creations_par_heure, HEURE)
TELEVERSEMENTS: Final = Limite("televersement", lambda s: s.televersements_par_heure, HEURE)
VALIDATIONS: Final = Limite("validation", lambda s: s.validations_par_minute, timedelta(minutes=1))
