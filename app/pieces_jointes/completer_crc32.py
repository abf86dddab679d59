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
from app.kit.web.problems import Indisponible

COMPLETER: Final = "completer_crc32"
QUAND_COMPLETER: Final = "*/5 * * * *"
RETRY_AFTER: Final = "300"
"""Seconds, in `QUAND_COMPLETER`."""
ALTERE: Final = -1
"""The CRC-32 of a file that is not what came: no archive gives it."""
_LOT: Final = 100


async def completer_crc32(services: Services, _contenu: dict[str, Any]) -> None:
    """Read them one after the other, each written down at once: cut short, it goes on next time.

    One that is lost, or that the store does not give, is left as it is, and the log says so: the
    others do not wait for it. Raises `Indisponible` where the store is another database's.
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
            if (crc := await _relire(services, lue)) is not None:
                await _ecrire(services, lue.id, crc)
        if len(lues) < _LOT:
            return
        apres = lues[-1].id


async def _relire(services: Services, lue: Any) -> int | None:
    """Its CRC-32, `ALTERE`, or None where it was not read."""
    crc, condense = 0, sha256()
    try:
        async for morceau in await services.magasin.lire(lue.id, 0, lue.taille):
            crc = crc32(morceau, crc)
            condense.update(morceau)
    except FichierPerdu:
        journal.warning("fichier_introuvable", piece=lue.id)
        return None
    except Indisponible:
        raise
    except Exception as erreur:
        journal.warning("fichier_non_relu", piece=lue.id, erreur=type(erreur).__name__)
        return None
    if condense.digest() != lue.empreinte:
        journal.error("fichier_altere", piece=lue.id)
        return ALTERE
    return crc


async def _ecrire(services: Services, id: UUID, crc: int) -> None:
    async with services.base.transaction() as connexion:
        la = piece_jointe.c.id == id
        await connexion.execute(update(piece_jointe).where(la).values(crc32=crc))
