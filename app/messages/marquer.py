"""What both sides do to a thread whose candidature is locked: say what was read."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.kit.web.problems import ParametreRefuse, RequeteInvalide
from app.messages.entree import Entree
from app.messages.representation import LectureFaite
from app.messages.tables import message, message_lu

_LU: Final = (
    select(message_lu.c.jusqu_a, message_lu.c.le)
    .where(message_lu.c.candidature_id == bindparam("id"), message_lu.c.cote == bindparam("cote"))
    .order_by(message_lu.c.jusqu_a.desc())
    .limit(1)
)


async def marquer_lu(
    connexion: AsyncConnection, id: UUID, qui: Entree, jusqu_a: int, le: datetime
) -> LectureFaite:
    """Say that this side has read up to a message; what was said before stays, and is given.

    Raises `RequeteInvalide` for a message that is not there.
    """
    enonce = select(func.max(message.c.rang)).where(message.c.candidature_id == id)
    if jusqu_a > (await connexion.scalar(enonce) or 0):
        faute = ParametreRefuse("body", "/jusqu_a", "message_inconnu")
        raise RequeteInvalide("Aucun message n'a ce rang.", parametres=[faute])
    lu = (await connexion.execute(_LU, {"id": id, "cote": qui.cote.value})).one_or_none()
    if lu and lu.jusqu_a >= jusqu_a:
        return LectureFaite(lu.jusqu_a, lu.le)
    await connexion.execute(
        insert(message_lu).values(
            candidature_id=id, cote=qui.cote.value, jusqu_a=jusqu_a, le=le, auteur=qui.auteur
        )
    )
    return LectureFaite(jusqu_a, le)
