"""Links sent by mail, and the secret that one gives to its access."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.jeton import Jeton, Prefixe, nouveau_jeton
from app.acces.tables import acces, lien
from app.kit.postgres.database import Base
from app.kit.postgres.statements import Preparee

_AJOUTER: Final = Preparee(
    insert(lien).values(
        {nom: bindparam(nom) for nom in ("empreinte", "acces_id", "courriel", "expire_le")}
    )
)
# Past those that an exchange holds: each would else wait for the other.
_EXPIRES: Final = Preparee(
    delete(lien).where(
        lien.c.empreinte.in_(
            select(lien.c.empreinte)
            .where(lien.c.expire_le <= bindparam("le"))
            .with_for_update(skip_locked=True)
        )
    )
)


async def nouveau_lien(
    base: Base,
    acces_id: UUID,
    courriel: str,
    expire_le: datetime,
    prefixe: Prefixe = Prefixe.LIEN,
) -> Jeton:
    """A link to an access, for the person at `courriel`; shown to nobody else, stored hashed.

    `prefixe` says what it is good for. A statement of its own: it fails when the access has just
    been erased.
    """
    jeton = nouveau_jeton(prefixe)
    await base.ecrire(
        _AJOUTER,
        empreinte=jeton.empreinte,
        acces_id=acces_id,
        courriel=courriel,
        expire_le=expire_le,
    )
    return jeton


async def oublier_les_expires(base: Base, le: datetime) -> None:
    """Delete the links that have expired."""
    await base.ecrire(_EXPIRES, le=le)


async def couper_les_liens(connexion: AsyncConnection, acces_id: UUID) -> list[bytes]:
    """Delete the links of an access, expired or not; their fingerprints."""
    coupes = await connexion.scalars(
        delete(lien).where(lien.c.acces_id == acces_id).returning(lien.c.empreinte)
    )
    return list(coupes)


async def donner_un_secret(connexion: AsyncConnection, acces_id: UUID) -> Jeton:
    """A new secret for an access, whose row is locked: the former one opens nothing any more."""
    jeton = nouveau_jeton()
    await connexion.execute(
        update(acces).where(acces.c.id == acces_id).values(empreinte=jeton.empreinte)
    )
    return jeton
