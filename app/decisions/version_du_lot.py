"""`If-Match` on a lot, required by all that changes it; and what each act leaves behind."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import noms_des_agents
from app.decisions.lots_decrits import GenreDActe
from app.decisions.queries import LotOuvert
from app.decisions.refus import LotPerime
from app.decisions.tables import acte_de_lot, lot
from app.instruction.refus import Acte
from app.instruction.version_lue import ACTES_DITS, etiquette, versions_dites


async def exiger_la_version(
    connexion: AsyncConnection, lu: LotOuvert, si_version: str | None
) -> None:
    """Raise `PreconditionRequise` without `If-Match`, `LotPerime` unless it names the version.

    It tells the last acts done since the version that the header names, and by whom. Raises
    `EnTeteInvalide` for a malformed header.
    """
    connues = versions_dites(si_version)
    if connues is None or lu.version in connues:
        return
    enonce = (
        select(acte_de_lot)
        .where(acte_de_lot.c.lot == lu.id, acte_de_lot.c.version > max(connues, default=0))
        .order_by(acte_de_lot.c.version.desc())
        .limit(ACTES_DITS)
    )
    lignes = (await connexion.execute(enonce)).all()
    agents = await noms_des_agents(connexion, frozenset(a.agent for a in lignes if a.agent))
    raise LotPerime(
        entetes={"ETag": etiquette(lu.version)},
        version=lu.version,
        changements=[Acte(a.version, a.genre, a.le, agents.get(a.agent)) for a in reversed(lignes)],
    )


async def avancer_le_lot(
    connexion: AsyncConnection,
    id: UUID,
    genre: GenreDActe,
    le: datetime,
    agent: UUID | None,
    raison: str | None = None,
    **colonnes: Any,
) -> None:
    """Write these columns of a lot whose row is locked, a version more, and who did what."""
    enonce = (
        update(lot)
        .where(lot.c.id == id)
        .values(version=lot.c.version + 1, **colonnes)
        .returning(lot.c.version)
    )
    version = (await connexion.execute(enonce)).scalar_one()
    acte = {"lot": id, "version": version, "genre": genre.value, "le": le}
    await connexion.execute(insert(acte_de_lot).values(**acte, agent=agent, raison=raison))
