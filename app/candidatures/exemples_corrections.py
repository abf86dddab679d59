"""A correction as the examples of the contract show it."""

from datetime import UTC, datetime
from typing import Final

from app.candidatures.correction import MotifCorrection
from app.candidatures.corrections import Corrections, CorrectionSuivie

DEMANDEE_LE: Final = datetime(2023, 10, 2, 8, tzinfo=UTC)
JUSQU_AU: Final = datetime(2023, 10, 13, 22, tzinfo=UTC)
POINTEURS: Final = ("/gouvernance/membres",)
MESSAGE: Final = "Qui représente les industriels ? Le dossier ne nomme que des élus."


def suivie() -> CorrectionSuivie:
    """One that is open."""
    return CorrectionSuivie(
        *(1, 1, MotifCorrection.INCOMPLETE, MESSAGE, POINTEURS, ()),
        *(JUSQU_AU, DEMANDEE_LE, None, None, None, None, None),
    )


def corrections() -> Corrections:
    """All those of a candidature."""
    return Corrections([suivie()])
