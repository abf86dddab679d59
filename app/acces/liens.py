"""Links sent by mail, and the secret that one gives to its access."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.jeton import Jeton, Prefixe, nouveau_jeton
from app.acces.tables import acces, lien, secret_remis
from app.kit.postgres.database import Base
from app.kit.postgres.statements import Preparee, Voie

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


def _adopter() -> Preparee:
    remis = (
        delete(secret_remis)
        .where(
            secret_remis.c.empreinte == bindparam("montree", type_=secret_remis.c.empreinte.type)
        )
        .returning(secret_remis.c.empreinte, secret_remis.c.acces_id)
        .cte("remis")
    )
    return Preparee(
        update(acces)
        .where(acces.c.id == remis.c.acces_id, acces.c.revoque_le.is_(None))
        .values(empreinte=remis.c.empreinte)
        .returning(acces.c.id)
    )


_ADOPTER: Final = _adopter()


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
    """A new secret for an access, whose row is locked: no former one opens anything any more."""
    jeton = nouveau_jeton()
    await connexion.execute(delete(secret_remis).where(secret_remis.c.acces_id == acces_id))
    await connexion.execute(
        update(acces).where(acces.c.id == acces_id).values(empreinte=jeton.empreinte)
    )
    return jeton


async def remettre_un_secret(connexion: AsyncConnection, acces_id: UUID) -> Jeton:
    """A new secret for an access, whose row is locked; the former one opens until it is shown.

    Who never receives it has lost nothing (decision 49).
    """
    jeton = nouveau_jeton()
    await connexion.execute(delete(secret_remis).where(secret_remis.c.acces_id == acces_id))
    await connexion.execute(
        insert(secret_remis).values(empreinte=jeton.empreinte, acces_id=acces_id)
    )
    return jeton


async def adopter(voie: Voie, empreinte: bytes) -> bool:
    """Have the secret of this fingerprint open its access from now on, if it was given for that.

    The former one opens nothing any more.
    """
    return await voie.ligne(_ADOPTER, montree=empreinte) is not None
