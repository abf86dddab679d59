"""When a thread is written to: from the deposit on, until two months after the decision.

That is how long a decision may be contested (code de justice administrative, R421-1).
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.etats import Acte, Etat
from app.candidatures.evenements_decides import EvenementDecision
from app.candidatures.refus import EtatIncompatible
from app.candidatures.tables import evenement
from app.kit.clock import mois_apres

_MOIS: Final = 2
_PUBLIEE_LE: Final = select(func.max(evenement.c.le)).where(
    evenement.c.candidature_id == bindparam("id"),
    evenement.c.genre == EvenementDecision.genre,
)


async def exiger_ouvert(connexion: AsyncConnection, id: UUID, etat: Etat, le: datetime) -> None:
    """Raise `EtatIncompatible` where nothing is written at that instant."""
    if not etat.permet(Acte.ECRIRE):
        raise EtatIncompatible(
            f"La candidature est à l'état « {etat.mots} » : des messages s'échangent une fois "
            "qu'elle est déposée, tant qu'elle n'est pas retirée.",
            etat=etat,
        )
    publiee_le = await connexion.scalar(_PUBLIEE_LE, {"id": id}) if etat.decidee else None
    if publiee_le and mois_apres(publiee_le, _MOIS) <= le:
        raise EtatIncompatible(
            f"La décision est publiée depuis {_MOIS} mois : les messages se lisent, et ne "
            "s'échangent plus.",
            etat=etat,
        )
