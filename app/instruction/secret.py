"""Who is told the sense of a decision that is sealed and not published yet."""

from typing import Final

from sqlalchemy import ColumnElement, true

from app.acces.appelant import Appelant
from app.acces.droits import Habilitation, est_habilite
from app.depots.tables import instruction
from app.instruction.queries import Instruite

_DECIDE: Final = Habilitation.DECISION


def decide(appelant: Appelant) -> bool:
    """Whether this caller decides: nothing is kept from them."""
    return est_habilite(appelant.habilitations, _DECIDE)


def tait_le_sens(lue: Instruite, appelant: Appelant) -> bool:
    """Whether the sense of what is decided of a dossier is kept from this caller."""
    return lue.sens_secret and not decide(appelant)


def sens_montre(*, decide: bool) -> ColumnElement[bool]:
    """Whether the sense of a row of `instruction` is shown to who decides, or does not."""
    return true() if decide else ~instruction.c.sens_secret
