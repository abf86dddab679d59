"""The exports that somebody may take: theirs, and to who administers those of their regions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, false, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de, noms_des_agents
from app.acces.appelant import Appelant
from app.acces.droits import Habilitation, est_habilite
from app.exports.exports_decrits import ExportDecrit, Exports, decrire_export
from app.exports.tables import export
from app.instruction.secret import decide
from app.kit.web.problems import Introuvable


def lui_revient(appelant: Appelant) -> ColumnElement[bool]:
    """Whether a row of `export` may be seen by this caller, as their rights are now.

    Who has less than whoever asked for it had then does not see it, even who asked.
    """
    administre = est_habilite(appelant.habilitations, Habilitation.ADMINISTRATION)
    sien = true() if administre else export.c.agent == agent_de(appelant)
    ici = true()
    if appelant.regions is not None:
        ici = export.c.regions.contained_by(sorted(appelant.regions))
    return sien & ici & or_(~export.c.decide, true() if decide(appelant) else false())


async def lire_export(
    connexion: AsyncConnection, id: UUID, appelant: Appelant, *, verrou: bool = False
) -> Row[Any]:
    """Its row; raises `Introuvable` alike for what is another's."""
    enonce = select(export).where(export.c.id == id, lui_revient(appelant))
    if verrou:
        enonce = enonce.with_for_update()
    ligne = (await connexion.execute(enonce)).one_or_none()
    if ligne is None:
        raise Introuvable
    return ligne


async def decrire_un_export(
    connexion: AsyncConnection, id: UUID, appelant: Appelant, le: datetime
) -> ExportDecrit:
    """One of them, as of this instant; raises `Introuvable`."""
    [decrit_] = await _decrire(connexion, [await lire_export(connexion, id, appelant)], le)
    return decrit_


async def lister_les_exports(
    connexion: AsyncConnection, appelant: Appelant, apres: UUID | None, limite: int, le: datetime
) -> Exports:
    """At most `limite` of them, asked for before the export `apres`."""
    rang = (export.c.demande_le, export.c.id)
    enonce = select(export).where(lui_revient(appelant))
    if apres is not None:
        borne = select(*rang).where(export.c.id == apres).scalar_subquery()
        enonce = enonce.where(tuple_(*rang) < borne)
    page = enonce.order_by(*(colonne.desc() for colonne in rang)).limit(limite + 1)
    lues = (await connexion.execute(page)).all()
    decrits = await _decrire(connexion, lues[:limite], le)
    return Exports(decrits, decrits[-1].id if len(lues) > limite else None)


async def _decrire(
    connexion: AsyncConnection, lignes: Sequence[Row[Any]], le: datetime
) -> list[ExportDecrit]:
    agents = await noms_des_agents(connexion, frozenset(ligne.agent for ligne in lignes))
    return [decrire_export(ligne, agents.get(ligne.agent), le) for ligne in lignes]
