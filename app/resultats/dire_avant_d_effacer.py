"""The act of having a version tell what was decided of a candidature before it is erased."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.kit.services import Services
from app.resultats.diffuser import mettre_a_jour
from app.resultats.queries import reste_a_dire

_T = TypeVar("_T")


class PasEncoreDite(Exception):
    """Something was published of a candidature, or taken back, that no version tells of."""


async def exiger_dite(connexion: AsyncConnection, id: UUID) -> None:
    """Raise `PasEncoreDite`, where it is so; of a candidature whose row is locked: a publication
    in the same instant is committed by then, or finds it erased.
    """
    if await reste_a_dire(connexion, id):
        raise PasEncoreDite


async def une_fois_dite(services: Services, efface: Callable[[], Awaitable[_T]]) -> _T:
    """What `efface` gives, a transaction that requires it, begun again once a version tells.

    Raises what it raises, and `Indisponible` where no version can be made.
    """
    while True:
        try:
            return await efface()
        except PasEncoreDite:
            # Its transaction has ended: who makes versions would not wait for a lock of ours.
            await mettre_a_jour(services)
