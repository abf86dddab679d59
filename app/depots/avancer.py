"""What moves the dossier of reviewers on: a version more, and who made it."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, any_, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.genres import Genre
from app.depots.tables import acte_instruction, instruction


@cache
def _avancer(colonnes: tuple[str, ...]) -> Any:
    """The statement that writes these columns of `instruction` as well, from `vers_…`."""
    c, a = instruction.c, acte_instruction.c
    ecrite = (
        update(instruction)
        .where(c.candidature_id == any_(bindparam("ici", type_=ARRAY(Uuid))))
        .values(
            version=c.version + 1,
            maj_le=bindparam("le", type_=c.maj_le.type),
            **{nom: bindparam(f"vers_{nom}", type_=c[nom].type) for nom in colonnes},
        )
        .returning(c.candidature_id, c.version)
        .cte("ecrite")
    )
    valeurs = [bindparam(nom, type_=a[nom].type) for nom in ("genre", "le", "agent")]
    source = select(ecrite.c.candidature_id, ecrite.c.version, *valeurs)
    noms = ["candidature_id", "version", "genre", "le", "agent"]
    return insert(acte_instruction).from_select(noms, source).returning(a.candidature_id, a.version)


async def avancer(
    connexion: AsyncConnection,
    id: UUID,
    evenement: Genre,
    le: datetime,
    agent: UUID | None = None,
    **colonnes: Any,
) -> int:
    """The version that an act makes of a dossier whose row is locked.

    `agent`: None for the applicant, or the service itself; `colonnes`: what else is written.
    """
    return (await avancer_toutes(connexion, [id], evenement, le, agent, **colonnes))[id]


async def avancer_toutes(
    connexion: AsyncConnection,
    ids: Collection[UUID],
    evenement: Genre | type[Genre],
    le: datetime,
    agent: UUID | None = None,
    **colonnes: Any,
) -> dict[UUID, int]:
    """The same of many at once, of each the version that an act of that kind makes."""
    valeurs = {"ici": list(ids), "genre": evenement.genre, "le": le, "agent": agent}
    vers = {f"vers_{nom}": valeur for nom, valeur in colonnes.items()}
    lignes = await connexion.execute(_avancer(tuple(colonnes)), valeurs | vers)
    return {ligne.candidature_id: ligne.version for ligne in lignes}
