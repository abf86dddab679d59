"""Whether the applicant still has to be told of a message."""

from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, func, select

from app.acces.droits import Role
from app.acces.tables import acces
from app.kit.postgres.statements import Preparee, Voie
from app.messages.cotes import Cote
from app.messages.tables import message, message_lu

_ICI: Final = bindparam("id", type_=message.c.candidature_id.type)
_DERNIER: Final = select(func.max(message.c.rang)).where(
    message.c.candidature_id == _ICI, message.c.cote == Cote.INSTRUCTION.value
)
# By the owner: a portal that takes messages, or a co-editor, has not read them for who is told.
_LU: Final = (
    select(func.max(message_lu.c.jusqu_a))
    .join(acces, acces.c.id == message_lu.c.auteur)
    .where(message_lu.c.candidature_id == _ICI, message_lu.c.cote == Cote.DEMANDEUR.value)
    .where(acces.c.role == Role.PROPRIETAIRE.value)
)
_ATTENTE: Final = Preparee(
    select(_DERNIER.scalar_subquery().label("dernier"), _LU.scalar_subquery().label("lu"))
)


async def attend(voie: Voie, id: UUID, rang: int | None) -> bool:
    """Whether the message of this rank is the reviewers' last, and its owner did not say that they
    had read it.

    Of one that is followed by another, the other tells.
    """
    ligne = await voie.ligne(_ATTENTE, id=id)
    return ligne is not None and ligne["dernier"] == rang and (ligne["lu"] or 0) < (rang or 0)
