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
from app.candidatures.journal_en_masse import Consigne, consigner_en_masse
from app.depots.avancer import avancer, avancer_toutes


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
    agent = agent_de(appelant)
    version = await avancer(connexion, id, evenement, le, agent, **colonnes)
    changent = {} if etat is None else {"etat": etat, "modifiee_le": le}
    changent |= de_la_candidature or {}
    auteur = Auteur(INSTRUCTION, agent, appelant.origine)
    await consigner(connexion, id, evenement, auteur, le, **changent)
    return version


async def noter_toutes(
    connexion: AsyncConnection,
    ids: Sequence[UUID],
    evenement: Genre,
    appelant: Appelant,
    le: datetime,
    etat: str | None = None,
) -> dict[UUID, int]:
    """The same of many dossiers, by as many statements as of one; the version of each."""
    agent = agent_de(appelant)
    versions = await avancer_toutes(connexion, ids, evenement, le, agent)
    auteur = Auteur(INSTRUCTION, agent, appelant.origine)
    faits = [Consigne(id, evenement, etat) for id in ids]
    await consigner_en_masse(connexion, faits, auteur, le)
    return versions
