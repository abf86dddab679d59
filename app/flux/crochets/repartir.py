"""The act of making deliveries of what the feed says, for each endpoint that is to be told.

The endpoint's row is locked meanwhile: whoever comes second finds its cursor moved.
"""

from collections.abc import Callable
from random import shuffle
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Select,
    Uuid,
    cast,
    false,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.flux.crochets.tables import EtatLivraison, crochet, livraison
from app.flux.evenement import du_type
from app.flux.portee import Vue, vue_du_titulaire
from app.flux.tables import flux
from app.kit.logs import journal
from app.kit.services import Services

A_LA_FOIS: Final = 500

_BOUT: Final = select(func.coalesce(func.max(flux.c.position), 0)).scalar_subquery()
_EN_RETARD: Final = select(crochet.c.id).where(crochet.c.actif, crochet.c.position < _BOUT)
COLONNES: Final = [
    "crochet_id",
    "position",
    "candidature_id",
    "etat",
    "essais",
    "en_cours",
    "prochaine",
]
"""Those of what `a_livrer` gives."""


async def repartir(services: Services, faite: Callable[[], None]) -> None:
    """Have every endpoint that is on told of all that has a position; `faite`: called after each.

    What fails for one of them is logged, and left for the next time.
    """
    async with services.base.lecture() as connexion:
        en_retard = list(await connexion.scalars(_EN_RETARD))
    shuffle(en_retard)  # those who do this at the same time begin elsewhere
    for id in en_retard:
        try:
            while await _avancer(services, id):
                faite()
            faite()
        except Exception as erreur:
            journal.warning("repartition_interrompue", crochet=str(id), exc_info=erreur)


async def _avancer(services: Services, id: UUID) -> bool:
    """Move one endpoint's cursor; whether there is more."""
    sien = select(crochet.c.titulaire, crochet.c.types, crochet.c.position)
    sien = sien.where(crochet.c.id == id, crochet.c.actif).with_for_update(key_share=True)
    async with services.base.transaction() as connexion:
        lu = (await connexion.execute(sien)).one_or_none()
        if lu is None:
            return False
        # After the lock: what others did meanwhile is seen.
        bout: int = await connexion.scalar(select(_BOUT)) or 0
        if lu.position >= bout:
            return False
        vue = await vue_du_titulaire(connexion, lu.titulaire, services.horloge.maintenant())
        if vue.vide:
            return False  # until a key of its holder is in force again, its cursor stays
        a_dire = (du_type(lu.types), flux.c.position > lu.position, flux.c.position <= bout)
        page = a_livrer(id, vue).where(*a_dire).limit(A_LA_FOIS)
        derniere, nombre = await _inscrire(connexion, page)
        encore = nombre == A_LA_FOIS
        fin = derniere if encore else bout
        await connexion.execute(update(crochet).where(crochet.c.id == id).values(position=fin))
    return encore


def a_livrer(id: UUID, vue: Vue) -> Select[*tuple[Any, ...]]:
    """The rows of `livraison` for what is seen so, by position, due at once."""
    return (
        select(
            cast(id, Uuid).label("crochet_id"),
            flux.c.position,
            flux.c.candidature_id,
            literal(EtatLivraison.EN_ATTENTE.value).label("etat"),
            literal(0).label("essais"),
            false().label("en_cours"),
            func.current_timestamp().label("prochaine"),
        )
        .where(vue.evenements())
        .order_by(flux.c.position)
    )


async def _inscrire(
    connexion: AsyncConnection, lignes: Select[*tuple[Any, ...]]
) -> tuple[int, int]:
    """The last position, and how many; those that were asked for before are there already."""
    page = lignes.cte("page")
    inscrits = insert(livraison).from_select(COLONNES, select(page)).on_conflict_do_nothing()
    comptes = select(func.max(page.c.position), func.count()).add_cte(inscrits.cte("inscrits"))
    derniere, nombre = (await connexion.execute(comptes)).one()
    return derniere, nombre
