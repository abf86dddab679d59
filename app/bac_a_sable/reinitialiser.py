"""The act of emptying the sandbox."""

from sqlalchemy import func, select

from app.bac_a_sable.preparer import JetonsDEssai, exiger_un_bac_a_sable, preparer
from app.exports.retirer_un_export import vider_les_exports
from app.kit.services import Services
from app.pieces_jointes.pieces import toutes_nommees


async def reinitialiser(services: Services) -> JetonsDEssai:
    """Empty the database, the queue, the mail kept, the store of its files; prepare all anew.

    Raises `RouteInconnue` on a database that is no sandbox's, whatever the settings say.
    """
    async with services.base.transaction() as connexion:
        await exiger_un_bac_a_sable(connexion)
        pieces = list(await toutes_nommees(connexion))
        # The role that serves has no right to: migration 0006.
        await connexion.execute(select(func.vider_le_bac_a_sable()))
    await services.magasin.effacer(pieces)
    await vider_les_exports(services)
    return await preparer(services)
