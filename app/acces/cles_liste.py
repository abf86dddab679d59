"""Listing the keys, and what a row says of one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.cles_decrites import CleDecrite, Cles, EtatDeCle
from app.acces.droits import Portee
from app.acces.tables import cle_api
from app.formulaire.choix import Region
from app.kit.postgres.database import Base


async def lister(
    connexion: AsyncConnection, maintenant: datetime, apres: UUID | None, limite: int
) -> Cles:
    """At most `limite` keys, those in force and the others, older than the key `apres`."""
    rang = (cle_api.c.creee_le, cle_api.c.id)
    requete = select(cle_api).order_by(*(colonne.desc() for colonne in rang)).limit(limite + 1)
    if apres is not None:
        borne = select(*rang).where(cle_api.c.id == apres).scalar_subquery()
        requete = requete.where(tuple_(*rang) < borne)
    trouvees = [decrire(ligne, maintenant) for ligne in await connexion.execute(requete)]
    page = trouvees[:limite]
    return Cles(page, page[-1].id if len(trouvees) > limite else None)


async def toutes(base: Base, maintenant: datetime) -> list[CleDecrite]:
    """All of them, the newest first."""
    async with base.lecture() as connexion:
        lignes = await connexion.execute(select(cle_api).order_by(cle_api.c.creee_le.desc()))
        return [decrire(ligne, maintenant) for ligne in lignes]


def decrire(ligne: Any, maintenant: datetime) -> CleDecrite:
    """What a row of `cle_api` shows: all but what the secret is known by."""
    return CleDecrite(
        id=ligne.id,
        titulaire=ligne.titulaire,
        nom=ligne.nom,
        prefixe=ligne.prefixe,
        etat=_etat(ligne, maintenant),
        portees=[Portee(portee) for portee in ligne.portees],
        regions=None if ligne.regions is None else [Region(region) for region in ligne.regions],
        reseaux=ligne.reseaux,
        creee_le=ligne.creee_le,
        creee_par=ligne.creee_par,
        expire_le=ligne.expire_le,
        revoquee_le=ligne.revoquee_le,
        revoquee_par=ligne.revoquee_par,
        dernier_usage=ligne.dernier_usage,
    )


def _etat(ligne: Any, maintenant: datetime) -> EtatDeCle:
    if ligne.revoquee_le is not None:
        return EtatDeCle.REVOQUEE
    expiree = ligne.expire_le is not None and ligne.expire_le <= maintenant
    return EtatDeCle.EXPIREE if expiree else EtatDeCle.ACTIVE
