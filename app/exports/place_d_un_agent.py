"""How much one agent may have made, and kept, at the same time."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.exports.etats_d_export import A_FAIRE
from app.exports.refus import TropDExports
from app.exports.tables import export

A_LA_FOIS: Final = 4
"""One that is done, three that wait."""
FICHIERS_MAX: Final = 20
OCTETS_MAX: Final = 2 * 1024**3
"""Of the files that are kept, and of one file (`ecrire_un_export.py`)."""
_VERROU: Final = 0x6578_706F  # then a number made of the agent
_ATTENDRE: Final = "30"


async def exiger_une_place(connexion: AsyncConnection, agent: UUID) -> None:
    """Raises `TropDExports` where this agent has to wait, or to do without a file they have."""
    # Two that are asked for at once are counted one after the other.
    rang = int.from_bytes(agent.bytes[:4], signed=True)
    await connexion.execute(select(func.pg_advisory_xact_lock(_VERROU, rang)))
    comptes: Any = (await connexion.execute(_comptes(agent))).one()
    if comptes.a_faire >= A_LA_FOIS:
        raise TropDExports(maximum=A_LA_FOIS, entetes={"Retry-After": _ATTENDRE})
    if comptes.fichiers >= FICHIERS_MAX or comptes.octets >= OCTETS_MAX:
        giga = OCTETS_MAX // 1024**3
        refus = f"Vous avez {FICHIERS_MAX} exports prêts, ou {giga} Gio de fichiers : annulez-en."
        raise TropDExports(refus, maximum=FICHIERS_MAX)


def _comptes(agent: UUID) -> Any:
    c = export.c
    a_faire, garde = c.etat.in_(A_FAIRE), c.fichier.is_not(None)
    return select(
        func.count().filter(a_faire).label("a_faire"),
        func.count(c.fichier).label("fichiers"),
        func.coalesce(func.sum(c.taille).filter(garde), 0).label("octets"),
    ).where(c.agent == agent, or_(a_faire, garde))
