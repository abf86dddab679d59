"""Which arrival of a deposit counts, of those that are known: decision 46.

Who was told to come back keeps the instant at which they came first, said by a ticket or written
down under their `Idempotency-Key`, for as long as a ticket is worth.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.acces.tables import acces
from app.config import Settings
from app.depots.tables import premiere_arrivee
from app.kit.postgres.database import Base
from app.kit.postgres.statements import Preparee
from app.kit.web.arrival import Constat, Source
from app.kit.web.idempotency import Cle
from app.kit.web.tickets import VALIDITE


def _noter() -> Preparee:
    """Of a candidature that the caller opens: nobody fills the table with others."""
    ouverte = select(
        bindparam("cle", type_=premiere_arrivee.c.cle.type),
        acces.c.candidature_id,
        bindparam("le", type_=premiere_arrivee.c.le.type),
    ).where(acces.c.candidature_id == bindparam("id"), acces.c.empreinte == bindparam("empreinte"))
    noter = insert(premiere_arrivee).from_select(["cle", "candidature_id", "le"], ouverte)
    plus_tot = func.least(premiere_arrivee.c.le, noter.excluded.le)
    return Preparee(
        noter.on_conflict_do_update(
            index_elements=[premiere_arrivee.c.cle], set_={"le": plus_tot}
        ).returning(premiere_arrivee.c.le)
    )


_NOTER: Final = _noter()
_OUBLIER: Final = Preparee(
    delete(premiere_arrivee).where(
        premiere_arrivee.c.cle == bindparam("cle", type_=premiere_arrivee.c.cle.type)
    )
)


async def constater(
    base: Base,
    settings: Settings,
    id: UUID,
    appelant: Appelant,
    constats: Sequence[Constat],
    cle: Cle | None,
) -> list[Constat]:
    """What is known of the arrival of a deposit, this very request's first.

    Under a key, the first arrival is written down, and stays whatever becomes of this one; only
    where it can matter: near the deadline and after, when what comes answers a correction.
    """
    propre = constats[0].le
    if cle is None or propre < settings.cloture - VALIDITE:
        return [*constats]
    valeurs: dict[str, Any] = {
        "cle": cle.empreinte,
        "le": min(constat.le for constat in constats),
        "id": id,
        "empreinte": appelant.empreinte,
    }
    ligne = await base.ecrire(_NOTER, **valeurs)
    premiere = ligne["le"] if ligne else propre
    # Without a ticket, a key is worth no longer than one.
    suit = [Constat(premiere, Source.CLE)] if propre - VALIDITE <= premiere < propre else []
    return [*constats, *suit]


def qui_compte(constats: Sequence[Constat], contenu: datetime) -> Constat:
    """The first of these arrivals; but no deposit came before `contenu`, what it holds.

    The arrival of this very request stands first, and is the last that may count.
    """
    propre, premier = constats[0], min(constats, key=lambda constat: constat.le)
    le = max(premier.le, contenu)
    return Constat(le, premier.par) if le < propre.le else propre


async def oublier_l_arrivee(base: Base, cle: Cle) -> None:
    """Forget the first arrival under this key: it was answered, and what comes next is another."""
    await base.ecrire(_OUBLIER, cle=cle.empreinte)


async def oublier_les_arrivees(connexion: AsyncConnection, maintenant: datetime) -> None:
    """Forget the first arrivals that are worth nothing any more."""
    await connexion.execute(
        delete(premiere_arrivee).where(premiere_arrivee.c.le < maintenant - VALIDITE)
    )
