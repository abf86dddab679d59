"""What was decided of a candidature, in its archive: what is published, and nothing before."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, select

from app.decisions.tables import decision

_DECISION: Final = [
    *(decision.c.rang, decision.c.depot, decision.c.sens, decision.c.publiee_le),
    *(decision.c.rapportee_le, decision.c.consultee_le, decision.c.empreinte, decision.c.lettre),
]
# How it came, and how it was taken back.
_A_L_ADMINISTRATION: Final = [
    *(decision.c.lot, decision.c.arretee_le, decision.c.rappelee_le),
    *(decision.c.motif_du_rapport, decision.c.raison, decision.c.fondement),
    decision.c.rapportee_par,
]


def decisions_de(id: UUID, *, entier: bool) -> Select[*tuple[Any, ...]]:
    """The statement of the decisions of a candidature, letters included, oldest first.

    `entier`: with what is told to the administration alone.
    """
    colonnes = [*_DECISION, *(_A_L_ADMINISTRATION if entier else ())]
    publiees = decision.c.candidature_id == id, decision.c.publiee_le.is_not(None)
    return select(*colonnes).where(*publiees).order_by(decision.c.rang)
