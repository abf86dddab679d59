"""The act of emptying the sandbox."""

from sqlalchemy import text

from app.bac_a_sable.preparer import JetonsDEssai, preparer
from app.kit.jobs.queue import FILE
from app.kit.postgres.database import metadata
from app.kit.services import Services


async def reinitialiser(services: Services) -> JetonsDEssai:
    """Empty the database, the queue, the store and the mail kept, then prepare all anew."""
    tables = ", ".join(table.name for table in metadata.sorted_tables)
    async with services.base.transaction() as connexion:
        # Else the record refuses to be emptied: migration 0003.
        await connexion.execute(text("SET LOCAL ti.reinitialisation = 'bac à sable'"))
        await connexion.execute(text(f"TRUNCATE {tables}, {FILE} RESTART IDENTITY"))
    await services.magasin.effacer(await services.magasin.orphelins(set(), seul=True))
    services.messagerie.gardes.clear()
    return await preparer(services)
