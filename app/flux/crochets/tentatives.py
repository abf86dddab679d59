"""What is kept of each attempt: what was sent, what was answered, how long it took."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.flux.crochets.comptes import compter
from app.flux.crochets.tables import tentative
from app.kit.egress.post import Echange, Issue


async def noter(
    connexion: AsyncConnection,
    crochet_id: UUID,
    position: int | None,
    le: datetime,
    envoyes: Mapping[str, str],
    echange: Echange,
) -> None:
    """Keep an attempt made at `le`; `position`: None for a trial. It is counted as well."""
    ligne: dict[str, Any] = {
        "crochet_id": crochet_id,
        "position": position,
        "le": le,
        "duree_ms": round(echange.duree * 1000),
        "issue": echange.issue.value,
        "statut": echange.statut,
        "envoyes": to_json(envoyes).decode(),
        "recus": None if echange.statut is None else to_json(echange.entetes).decode(),
        "corps": None if echange.statut is None else _garde(echange),
    }
    await connexion.execute(insert(tentative).values(ligne))
    compter(echange.issue)


def _garde(echange: Echange) -> bytes:
    """Of the answer, what explains a refusal: what was taken needs none."""
    return b"" if echange.issue is Issue.LIVREE else bytes(echange.corps)
