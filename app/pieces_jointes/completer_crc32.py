"""The periodic job that reads what older releases took, for the CRC-32 that archives say of it.

Once there is none left, it is one statement. The releases that run beside this one leave some too.
"""

from hashlib import sha256
from typing import Any, Final
from uuid import UUID
from zlib import crc32

from sqlalchemy import select, update

from app.candidatures.tables import Antivirus, piece_jointe
from app.kit.files.storage import FichierPerdu
from app.kit.logs import journal
from app.kit.services import Services

COMPLETER: Final = "completer_crc32"
QUAND_COMPLETER: Final = "*/5 * * * *"
RETRY_AFTER: Final = "300"
"""Seconds, in `QUAND_COMPLETER`."""
_LOT: Final = 100


async def completer_crc32(services: Services, _contenu: dict[str, Any]) -> None:
    """Read them one after the other, each written down at once: cut short, it goes on next time.

    One that is lost, or is not what came, is left as it is, and the log says so.
    """
    c, apres = piece_jointe.c, UUID(int=0)
    sans = (
        select(c.id, c.taille, c.empreinte)
        .where(c.crc32.is_(None), c.antivirus != Antivirus.INFECTE.value)
        .order_by(c.id)
        .limit(_LOT)
    )
    while True:
        async with services.base.lecture() as connexion:
            lues = (await connexion.execute(sans.where(c.id > apres))).all()
        for lue in lues:
            await _completer(services, lue)
        if len(lues) < _LOT:
            return
        apres = lues[-1].id


async def _completer(services: Services, lue: Any) -> None:
    crc, condense = 0, sha256()
    try:
        async for morceau in await services.magasin.lire(lue.id, 0, lue.taille):
            crc = crc32(morceau, crc)
            condense.update(morceau)
    except FichierPerdu:
        journal.warning("fichier_introuvable", piece=lue.id)
        return
    if condense.digest() != lue.empreinte:
        journal.error("fichier_altere", piece=lue.id)
        return
    async with services.base.transaction() as connexion:
        la = piece_jointe.c.id == lue.id
        await connexion.execute(update(piece_jointe).where(la).values(crc32=crc))
