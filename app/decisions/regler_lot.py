"""The acts of making a lot, of changing what it says of itself, of dropping it."""

from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.une_fois import Fait, une_fois
from app.decisions.lot_demande import LotACreer, ModificationDeLot
from app.decisions.lots_decrits import EtatDeLot, GenreDActe
from app.decisions.queries import LotOuvert, ouvrir_lot
from app.decisions.refus import LotDejaArrete, LotNonArrete, TropDeLots
from app.decisions.tables import acte_de_lot, lot
from app.decisions.version_du_lot import avancer_le_lot, exiger_la_version
from app.instruction.geste import Geste
from app.instruction.refus_de_l_arrete import LotArrete
from app.kit.services import Services

LOTS_MAX: Final = 200
LOTS_PAR_AGENT_MAX: Final = 50
_VERROU: Final = 0x6C6F_7473  # of the database: they are counted one after the other


async def creer_lot(services: Services, voulu: LotACreer, geste: Geste) -> Fait:
    """Make one; it gives its id. Raises `TropDeLots`, and what `une_fois` raises."""
    neuf = uuid4()
    async with services.base.transaction() as connexion:
        return await une_fois(
            *(connexion, geste.cle, neuf, geste.arrivee),
            lambda: _creer(connexion, neuf, voulu, geste),
        )


async def _creer(connexion: AsyncConnection, neuf: UUID, voulu: LotACreer, geste: Geste) -> UUID:
    await connexion.execute(select(func.pg_advisory_xact_lock(_VERROU)))
    de_lui = func.count().filter(lot.c.agent == geste.agent)
    comptes = select(func.count(), de_lui).where(lot.c.etat == EtatDeLot.BROUILLON.value)
    tous, siens = (await connexion.execute(comptes)).one()
    for nombre, maximum in ((siens, LOTS_PAR_AGENT_MAX), (tous, LOTS_MAX)):
        if nombre >= maximum:
            raise TropDeLots(maximum=maximum)
    regions = geste.appelant.regions
    ecrit = voulu.model_dump(include={"nom", "publier_le", "secret"})
    ecrit |= {"id": neuf, "version": 1, "etat": EtatDeLot.BROUILLON.value}
    ecrit["signataire"] = voulu.signataire and voulu.signataire.model_dump_json()
    ecrit["regions"] = None if regions is None else sorted(regions)
    ecrit |= {"cree_le": geste.arrivee, "agent": geste.agent}
    await connexion.execute(insert(lot).values(**ecrit))
    acte = {"lot": neuf, "version": 1, "genre": GenreDActe.CREATION.value, "le": geste.arrivee}
    await connexion.execute(insert(acte_de_lot).values(**acte, agent=geste.agent))
    return neuf


async def modifier_lot(
    services: Services, id: UUID, change: ModificationDeLot, geste: Geste
) -> None:
    """Change what it says of itself, while it is being prepared.

    Raises `Introuvable`, `PreconditionRequise`, `LotPerime`, `LotArrete`.
    """
    async with services.base.transaction() as connexion:
        await ouvrir_le_brouillon(connexion, id, geste)
        genre = GenreDActe.MODIFICATION
        await avancer_le_lot(connexion, id, genre, geste.arrivee, geste.agent, **change.dites())


async def supprimer_lot(services: Services, id: UUID, geste: Geste) -> None:
    """Drop one with its lines, unless it was ever sealed: what was done, and why, stays.

    Raises `LotDejaArrete`, and what `modifier_lot` raises.
    """
    c = acte_de_lot.c
    async with services.base.transaction() as connexion:
        await ouvrir_le_brouillon(connexion, id, geste)
        arrets = exists().where(c.lot == id, c.genre == GenreDActe.ARRET.value)
        if await connexion.scalar(select(arrets)):
            raise LotDejaArrete
        await connexion.execute(delete(lot).where(lot.c.id == id))


async def ouvrir_le_brouillon(connexion: AsyncConnection, id: UUID, geste: Geste) -> LotOuvert:
    """A lot that is being prepared, its row locked, as who acts has read it."""
    lu = await ouvrir_lot(connexion, id, geste.appelant, verrou=True)
    await exiger_la_version(connexion, lu, geste.si_version)
    if lu.etat is not EtatDeLot.BROUILLON:
        raise LotArrete
    return lu


async def ouvrir_l_arrete(connexion: AsyncConnection, id: UUID, geste: Geste) -> LotOuvert:
    """A lot that is sealed and not published, its row locked, as who acts has read it."""
    lu = await ouvrir_lot(connexion, id, geste.appelant, verrou=True)
    await exiger_la_version(connexion, lu, geste.si_version)
    if lu.etat is not EtatDeLot.ARRETE:
        raise LotNonArrete(etat=lu.etat)
    return lu
