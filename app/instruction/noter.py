"""What every act of reviewers writes: a version more of the dossier, who did what, the record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import INSTRUCTION, Appelant, Auteur
from app.candidatures.genres import Genre
from app.candidatures.journal import consigner
from app.depots.avancer import avancer_toutes


async def noter(
    connexion: AsyncConnection,
    id: UUID,
    evenement: Genre,
    appelant: Appelant,
    le: datetime,
    etat: str | None = None,
    de_la_candidature: dict[str, Any] | None = None,
    **colonnes: Any,
) -> int:
    """Write down an act on a dossier whose rows are locked; the version that it makes.

    `etat`: that of the candidature from now on; `de_la_candidature`: what else changes in its row;
    `colonnes`: of `instruction`.
    """
    de_toutes = await noter_toutes(
        connexion, [id], evenement, appelant, le, etat, de_la_candidature, **colonnes
    )
    return de_toutes[id]


async def noter_toutes(
    connexion: AsyncConnection,
    ids: Sequence[UUID],
    evenement: Genre,
    appelant: Appelant,
    le: datetime,
    etat: str | None = None,
    de_la_candidature: dict[str, Any] | None = None,
    **colonnes: Any,
) -> dict[UUID, int]:
    """The same of many dossiers; the version that it makes of each."""
    agent = agent_de(appelant)
    versions = await avancer_toutes(connexion, ids, evenement, le, agent, **colonnes)
    auteur = Auteur(INSTRUCTION, agent, appelant.origine)
    changent = {} if etat is None else {"etat": etat, "modifiee_le": le}
    changent |= de_la_candidature or {}
    for id in ids:
        await consigner(connexion, id, evenement, auteur, le, **changent)
    return versions
