"""What moves the dossier of reviewers on: a version more, and who made it."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.genres import Genre
from app.depots.tables import acte_instruction, instruction


@cache
def _avancer(colonnes: tuple[str, ...]) -> Any:
    """The statement that writes these columns of `instruction` as well, from `vers_…`."""
    c, a = instruction.c, acte_instruction.c
    ecrite = (
        update(instruction)
        .where(c.candidature_id == bindparam("ici"))
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
    return insert(acte_instruction).from_select(noms, source).returning(a.version)


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
    valeurs = {"ici": id, "genre": evenement.genre, "le": le, "agent": agent}
    vers = {f"vers_{nom}": valeur for nom, valeur in colonnes.items()}
    lignes = await connexion.execute(_avancer(tuple(colonnes)), valeurs | vers)
    version: int = lignes.scalar_one()
    return version
