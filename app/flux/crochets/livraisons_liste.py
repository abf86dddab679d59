"""The act of listing what was sent to an endpoint, what is to be, and what was answered."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.flux.crochets.livraisons_decrites import (
    LivraisonDecrite,
    Livraisons,
    TentativeDecrite,
    nom_de,
)
from app.flux.crochets.queries import trouver
from app.flux.crochets.tables import EtatLivraison, livraison, tentative
from app.flux.evenement import PREFIXE, TypeEvenement
from app.flux.portee import Vue, vue_du_titulaire
from app.flux.tables import flux
from app.kit.postgres.database import Base
from app.kit.web.problems import Introuvable

_TENTATIVES: Final = 10


@dataclass(frozen=True, slots=True)
class Filtres:
    """Which deliveries: in that state, of that event; a page of them, below a position."""

    etat: EtatLivraison | None = None
    evenement: str | None = None
    apres: int | None = None
    limite: int = 20


async def lister(
    base: Base, titulaire: UUID, id: UUID, filtres: Filtres, le: datetime
) -> Livraisons:
    """A page of those of an endpoint of this holder, who sees them still. Raises `Introuvable`."""
    async with base.lecture() as connexion:
        await trouver(connexion, titulaire, id)
        vue = await vue_du_titulaire(connexion, titulaire, le)
        return await _page(connexion, id, vue, filtres)


async def montrer(
    connexion: AsyncConnection, id: UUID, vue: Vue, evenement: str
) -> LivraisonDecrite:
    """The delivery of one event to the endpoint. Raises `Introuvable`."""
    page = await _page(connexion, id, vue, Filtres(evenement=evenement, limite=1))
    if not page.livraisons:
        raise Introuvable
    return page.livraisons[0]


async def _page(connexion: AsyncConnection, id: UUID, vue: Vue, filtres: Filtres) -> Livraisons:
    choisies = _choisies(id, vue).where(*_conditions(filtres)).limit(filtres.limite + 1)
    lignes = (await connexion.execute(choisies)).all()
    page = lignes[: filtres.limite]
    faites = await _tentatives(connexion, id, [ligne.position for ligne in page])
    suivant = page[-1].position if len(lignes) > filtres.limite else None
    return Livraisons([_decrire(ligne, faites[ligne.position]) for ligne in page], suivant)


def _choisies(id: UUID, vue: Vue) -> Select[*tuple[Any, ...]]:
    return (
        select(livraison, flux.c.id, flux.c.type)
        .join(flux, flux.c.position == livraison.c.position)
        .where(livraison.c.crochet_id == id, vue.evenements())
        .order_by(livraison.c.position.desc())
    )


def _conditions(filtres: Filtres) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filtres.etat is not None:
        conditions.append(livraison.c.etat == filtres.etat.value)
    if filtres.evenement is not None:
        conditions.append(flux.c.id == UUID(hex=filtres.evenement.removeprefix(PREFIXE)))
    if filtres.apres is not None:
        conditions.append(livraison.c.position < filtres.apres)
    return conditions


async def _tentatives(
    connexion: AsyncConnection, id: UUID, positions: list[int]
) -> dict[int, list[TentativeDecrite]]:
    """The last attempts of each, in their order."""
    rang = func.row_number().over(partition_by=tentative.c.position, order_by=tentative.c.id.desc())
    rangees = (
        select(tentative, rang.label("rang"))
        .where(tentative.c.crochet_id == id, tentative.c.position.in_(positions))
        .subquery()
    )
    dernieres = select(rangees).where(rangees.c.rang <= _TENTATIVES).order_by(rangees.c.id)
    faites = defaultdict[int, list[TentativeDecrite]](list)
    for ligne in await connexion.execute(dernieres):
        faites[ligne.position].append(TentativeDecrite.de(ligne))
    return faites


def _decrire(ligne: Any, tentatives: list[TentativeDecrite]) -> LivraisonDecrite:
    etat = EtatLivraison(ligne.etat)
    return LivraisonDecrite(
        evenement=nom_de(ligne.id),
        type=TypeEvenement(ligne.type),
        position=ligne.position,
        candidature=ligne.candidature_id,
        etat=etat,
        essais=ligne.essais,
        prochaine=ligne.prochaine if etat is EtatLivraison.EN_ATTENTE else None,
        finie_le=ligne.finie_le,
        tentatives=tentatives,
    )
