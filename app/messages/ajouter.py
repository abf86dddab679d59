"""What both sides do to a thread whose candidature is locked: add a message, say what was read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.etats import Acte, Etat
from app.candidatures.refus import EtatIncompatible
from app.kit.web.problems import ParametreRefuse, RequeteInvalide
from app.messages.refus import TropDeMessages
from app.messages.representation import LectureFaite
from app.messages.tables import Cote, message, message_lu

# Of one side: neither fills what the other may still write.
MESSAGES_MAX: Final = 1_000
PAR_JOUR: Final = 50
_JOUR: Final = timedelta(days=1)

_DU_COTE: Final = message.c.cote == bindparam("cote")
_COMPTER: Final = select(
    func.coalesce(func.max(message.c.rang), 0),
    func.count().filter(_DU_COTE),
    func.count().filter(_DU_COTE, message.c.le > bindparam("depuis")),
).where(message.c.candidature_id == bindparam("id"))
_LU: Final = (
    select(message_lu.c.jusqu_a, message_lu.c.le)
    .where(message_lu.c.candidature_id == bindparam("id"), message_lu.c.cote == bindparam("cote"))
    .order_by(message_lu.c.jusqu_a.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Plume:
    """Who writes: from which side, by which access or as which agent."""

    cote: Cote
    auteur: UUID


async def ajouter(
    connexion: AsyncConnection, id: UUID, etat: Etat, de: Plume, texte: str, le: datetime
) -> int:
    """Add a message to a candidature in this state; its rank.

    Raises `EtatIncompatible`, `TropDeMessages`.
    """
    if not etat.permet(Acte.ECRIRE):
        raise EtatIncompatible(
            f"La candidature est à l'état « {etat.mots} » : des messages s'échangent une fois "
            "qu'elle est déposée, tant qu'elle n'est pas retirée.",
            etat=etat,
        )
    parametres = {"id": id, "cote": de.cote.value, "depuis": le - _JOUR}
    dernier, tous, du_jour = (await connexion.execute(_COMPTER, parametres)).one()
    if tous >= MESSAGES_MAX:
        raise TropDeMessages(
            f"Un même côté en envoie {MESSAGES_MAX} au plus.", maximum=MESSAGES_MAX
        )
    if du_jour >= PAR_JOUR:
        raise TropDeMessages(
            f"Un même côté en envoie {PAR_JOUR} au plus en 24 heures : écrivez plus tard.",
            maximum=PAR_JOUR,
        )
    valeurs: dict[str, Any] = {
        "candidature_id": id,
        "rang": (rang := dernier + 1),
        "cote": de.cote.value,
        "auteur": de.auteur,
        "texte": texte,
        "le": le,
    }
    await connexion.execute(insert(message).values(valeurs))
    return rang


async def marquer_lu(
    connexion: AsyncConnection, id: UUID, cote: Cote, jusqu_a: int, le: datetime
) -> LectureFaite:
    """Say that this side has read up to a message; what was said before stays, and is given.

    Raises `RequeteInvalide` for a message that is not there.
    """
    enonce = select(func.max(message.c.rang)).where(message.c.candidature_id == id)
    if jusqu_a > (await connexion.scalar(enonce) or 0):
        faute = ParametreRefuse("body", "/jusqu_a", "message_inconnu")
        raise RequeteInvalide("Aucun message n'a ce rang.", parametres=[faute])
    lu = (await connexion.execute(_LU, {"id": id, "cote": cote.value})).one_or_none()
    if lu and lu.jusqu_a >= jusqu_a:
        return LectureFaite(lu.jusqu_a, lu.le)
    valeurs = {"candidature_id": id, "cote": cote.value, "jusqu_a": jusqu_a, "le": le}
    await connexion.execute(insert(message_lu).values(valeurs))
    return LectureFaite(jusqu_a, le)
