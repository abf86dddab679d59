"""The acts of sending again: one event, or a part of the feed, under the same ids."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.flux.crochets.livraisons_decrites import (
    REJEU_MAX,
    DemandeDeRejeu,
    LivraisonDecrite,
    Rejeu,
)
from app.flux.crochets.livraisons_liste import montrer
from app.flux.crochets.queries import trouver
from app.flux.crochets.repartir import COLONNES, a_livrer, du_type
from app.flux.crochets.tables import EtatLivraison, livraison
from app.flux.evenement import PREFIXE
from app.flux.numeroter import NUMEROTE
from app.flux.portee import vue_du_titulaire
from app.flux.tables import flux
from app.kit.postgres.database import Base
from app.kit.postgres.listen import dire
from app.kit.web.problems import ParametreRefuse, RequeteInvalide


async def relancer(
    base: Base, titulaire: UUID, id: UUID, evenement: str, le: datetime
) -> LivraisonDecrite:
    """Have an event sent again to an endpoint of this holder, whatever came of it before.

    Raises `Introuvable` for an event that they may not see.
    """
    async with base.transaction() as connexion:
        await trouver(connexion, titulaire, id, verrou=True)
        vue = await vue_du_titulaire(connexion, titulaire, le)
        celui_ci = flux.c.id == UUID(hex=evenement.removeprefix(PREFIXE))
        await _relancer(connexion, id, a_livrer(id, vue).where(celui_ci))
        return await montrer(connexion, id, vue, evenement)


async def rejouer(
    base: Base, titulaire: UUID, id: UUID, demande: DemandeDeRejeu, le: datetime
) -> Rejeu:
    """Have a part of the feed sent again to an endpoint of this holder, `REJEU_MAX` events at most.

    Raises `Introuvable`, `RequeteInvalide` without one beginning, or with two.
    """
    if (demande.depuis is None) is (demande.apres is None):
        raise RequeteInvalide(
            "Donnez `depuis` ou `apres`, l'un des deux.",
            parametres=[ParametreRefuse("body", "/depuis", "incompatible")],
        )
    async with base.transaction() as connexion:
        ligne = await trouver(connexion, titulaire, id, verrou=True)
        vue = await vue_du_titulaire(connexion, titulaire, le)
        types = ligne.types if demande.types is None else [type_.value for type_ in demande.types]
        choisis = a_livrer(id, vue).where(du_type(types)).limit(REJEU_MAX)
        if demande.depuis is not None:
            choisis = choisis.where(flux.c.le >= demande.depuis)
        else:
            choisis = choisis.where(flux.c.position > demande.apres)
        if demande.jusqu_a is not None:
            choisis = choisis.where(flux.c.position <= demande.jusqu_a)
        positions = await _relancer(connexion, id, choisis)
    return Rejeu(len(positions), max(positions, default=0), len(positions) < REJEU_MAX)


async def _relancer(
    connexion: AsyncConnection, id: UUID, choisis: Select[*tuple[Any, ...]]
) -> list[int]:
    """Have these rows of the feed due at once; their positions.

    What is being sent is left alone.
    """
    page = choisis.cte("page")
    inscrits = insert(livraison).from_select(COLONNES, select(page))
    refaits = {nom: inscrits.excluded[nom] for nom in ("etat", "essais", "prochaine")}
    en_vol = and_(livraison.c.en_cours, livraison.c.prochaine > func.current_timestamp())
    fait = inscrits.on_conflict_do_update(
        index_elements=[livraison.c.crochet_id, livraison.c.position],
        set_={**refaits, "en_cours": False, "finie_le": None},
        where=~en_vol,
    ).cte("fait")
    positions = list(await connexion.scalars(select(page.c.position).add_cte(fait)))
    # Those that wait behind one that had been put off go on right after it.
    await connexion.execute(
        update(livraison)
        .where(
            livraison.c.crochet_id == id,
            livraison.c.etat == EtatLivraison.EN_ATTENTE.value,
            livraison.c.essais == 0,
            ~livraison.c.en_cours,
        )
        .values(prochaine=func.current_timestamp())
    )
    await dire(connexion, NUMEROTE)
    return positions
