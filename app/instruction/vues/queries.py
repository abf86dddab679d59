"""The views that somebody sees: theirs, and those that are shared with them."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, and_, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import AgentDecrit, agent_de, noms_des_agents
from app.acces.appelant import Appelant
from app.instruction.ordre import Tri
from app.instruction.vues.tables import vue
from app.instruction.vues.vues_decrites import FiltreDit, Partage, VueDecrite, Vues
from app.kit.web.problems import Introuvable

_FILTRES: Final = TypeAdapter(list[FiltreDit])
# Another release may save what this one cannot show: it shows the others.
_MONTRABLES: Final = and_(
    vue.c.tri.in_([tri.value for tri in Tri]),
    vue.c.partage.in_([partage.value for partage in Partage]),
)


def _vues_par(appelant: Appelant) -> ColumnElement[bool]:
    siennes = appelant.regions
    ici = true() if siennes is None else vue.c.regions.overlap(sorted(siennes))
    partagee = or_(
        vue.c.agent == agent_de(appelant),
        vue.c.partage == Partage.TOUS.value,
        and_(vue.c.partage == Partage.REGION.value, ici),
    )
    return and_(partagee, _MONTRABLES)


async def lister_les_vues(
    connexion: AsyncConnection, appelant: Appelant, apres: UUID | None, limite: int
) -> Vues:
    """At most `limite` of them, made after the view `apres`."""
    rang = (vue.c.creee_le, vue.c.id)
    enonce = select(vue).where(_vues_par(appelant)).order_by(*rang).limit(limite + 1)
    if apres is not None:
        borne = select(*rang).where(vue.c.id == apres).scalar_subquery()
        enonce = enonce.where(tuple_(*rang) > borne)
    lues = (await connexion.execute(enonce)).all()
    page = await _decrire(connexion, lues[:limite], appelant)
    return Vues(page, page[-1].id if len(lues) > limite else None)


async def lire_la_vue(connexion: AsyncConnection, id: UUID, appelant: Appelant) -> VueDecrite:
    """One of them. Raises `Introuvable` alike for what is somebody else's alone."""
    enonce = select(vue).where(vue.c.id == id, _vues_par(appelant))
    lues = (await connexion.execute(enonce)).all()
    if not lues:
        raise Introuvable
    (lue,) = await _decrire(connexion, lues, appelant)
    return lue


async def _decrire(
    connexion: AsyncConnection, lignes: Sequence[Row[Any]], appelant: Appelant
) -> list[VueDecrite]:
    agents = await noms_des_agents(connexion, frozenset(ligne.agent for ligne in lignes))
    moi = agent_de(appelant)
    return [
        VueDecrite(
            id=ligne.id,
            nom=ligne.nom,
            filtres=_FILTRES.validate_json(ligne.filtres),
            tri=Tri(ligne.tri),
            colonnes=ligne.colonnes,
            partage=Partage(ligne.partage),
            mienne=ligne.agent == moi,
            par=agents.get(ligne.agent) or AgentDecrit(ligne.agent, None, None, None),
            creee_le=ligne.creee_le,
        )
        for ligne in lignes
    ]
