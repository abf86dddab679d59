"""The act of emptying the sandbox."""

from sqlalchemy import select, text

from app.bac_a_sable.preparer import JetonsDEssai, preparer
from app.candidatures.tables import piece_jointe
from app.kit.jobs.queue import FILE
from app.kit.mark import Nature, lire_marque, marque
from app.kit.postgres.database import metadata
from app.kit.services import Services
from app.kit.web.problems import RouteInconnue


async def reinitialiser(services: Services) -> JetonsDEssai:
    """Empty the database, the queue, the mail kept, the store of its files; prepare all anew.

    Raises `RouteInconnue` on a database that is no sandbox's, whatever the settings say.
    """
    tables = ", ".join(table.name for table in metadata.sorted_tables if table is not marque)
    async with services.base.transaction() as connexion:
        marquee = await lire_marque(connexion)
        if marquee is None or marquee.nature is not Nature.BAC_A_SABLE:
            raise RouteInconnue
        pieces = list(await connexion.scalars(select(piece_jointe.c.id)))
        # Else the record refuses to be emptied: migration 0003.
        await connexion.execute(text("SET LOCAL ti.reinitialisation = 'bac à sable'"))
        await connexion.execute(text(f"TRUNCATE {tables}, {FILE} RESTART IDENTITY"))
    await services.magasin.effacer(pieces)
    services.messagerie.gardes.clear()
    return await preparer(services)
