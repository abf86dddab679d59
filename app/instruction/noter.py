"""What every act of reviewers writes: a version more of the dossier, who did what, the record."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import INSTRUCTION, Appelant, Auteur
from app.candidatures.genres import Genre
from app.candidatures.journal import consigner
from app.depots.tables import instruction
from app.instruction.tables import acte_instruction


@cache
def _noter(colonnes: tuple[str, ...]) -> Any:
    """The statement that writes these columns of `instruction` as well, from `vers_…`."""
    c, a = instruction.c, acte_instruction.c
    ecrite = (
        update(instruction)
        .where(c.candidature_id == bindparam("ici"))
        .values(
            version=c.version + 1,
            **{nom: bindparam(f"vers_{nom}", type_=c[nom].type) for nom in colonnes},
        )
        .returning(c.candidature_id, c.version)
        .cte("ecrite")
    )
    valeurs = [bindparam(nom, type_=a[nom].type) for nom in ("genre", "le", "agent")]
    source = select(ecrite.c.candidature_id, ecrite.c.version, *valeurs)
    noms = ["candidature_id", "version", "genre", "le", "agent"]
    return insert(acte_instruction).from_select(noms, source).returning(a.version)


async def noter(
    connexion: AsyncConnection,
    id: UUID,
    evenement: Genre,
    appelant: Appelant,
    le: datetime,
    etat: str | None = None,
    **colonnes: Any,
) -> int:
    """Write down an act on a dossier whose rows are locked; the version that it makes.

    `etat`: that of the candidature from now on; `colonnes`: of `instruction`.
    """
    agent = agent_de(appelant)
    valeurs = {"ici": id, "genre": evenement.genre, "le": le, "agent": agent}
    vers = {f"vers_{nom}": valeur for nom, valeur in colonnes.items()}
    lignes = await connexion.execute(_noter(tuple(colonnes)), valeurs | vers)
    version: int = lignes.scalar_one()
    auteur = Auteur(INSTRUCTION, agent, appelant.origine)
    changent = {} if etat is None else {"etat": etat, "modifiee_le": le}
    await consigner(connexion, id, evenement, auteur, le, **changent)
    return version
