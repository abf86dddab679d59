"""How long who asks for an export waits for it (`Prefer: wait`, RFC 7240)."""

import asyncio
import re
from typing import Final
from uuid import UUID

from sqlalchemy import select

from app.exports.etats_d_export import A_FAIRE
from app.exports.tables import export
from app.kit.services import Services

ATTENTE_MAX: Final = 10  # seconds
_VOULUE: Final = re.compile(r"(?:^|,)\s*wait\s*=\s*(\d{1,9})\s*(?:;|,|$)", re.IGNORECASE)
_PAUSE: Final = 0.2


def attente_voulue(prefer: str | None) -> int:
    """The seconds that a request prefers to wait, as many as are granted."""
    lue = _VOULUE.search(prefer or "")
    return min(int(lue[1]), ATTENTE_MAX) if lue else 0


async def attendre_un_export(services: Services, id: UUID, secondes: int) -> None:
    """Return once it has ended, or then; holds no connection meanwhile."""
    boucle = asyncio.get_running_loop()
    fin = boucle.time() + secondes
    etat = select(export.c.etat).where(export.c.id == id)
    while True:
        async with services.base.lecture() as connexion:
            if await connexion.scalar(etat) not in A_FAIRE:
                return
        if boucle.time() >= fin:
            return
        await asyncio.sleep(_PAUSE)
