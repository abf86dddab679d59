"""The acts of reading a decision: by who applies once it is published, by reviewers.

What is sealed, and not published yet, is read by who decides alone where its lot is secret; each
such reading is recorded: `consigner_les_lectures`.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import noms_des_agents
from app.acces.appelant import Appelant
from app.decisions.decisions_decrites import DecisionInstruite, instruite
from app.decisions.tables import decision, lot
from app.instruction.refus_de_l_arrete import Embargo
from app.instruction.secret import decide
from app.kit.web.problems import Introuvable

_AU_PLUS: Final = 100
_RANG: Final = bindparam("rang", type_=decision.c.rang.type)
_SIENNE: Final = decision.c.candidature_id == bindparam("id", type_=decision.c.candidature_id.type)
# The last one that is published, or that of this rank.
_PUBLIEE: Final = (
    select(decision)
    .where(_SIENNE, decision.c.publiee_le.is_not(None))
    .where(or_(_RANG.is_(None), decision.c.rang == _RANG))
    .order_by(decision.c.rang.desc())
    .limit(1)
)


async def lire_publiee(connexion: AsyncConnection, id: UUID, rang: int | None) -> Row[Any]:
    """The row of a published decision of a candidature that the caller opens: the last, or this.

    Raises `Introuvable` alike where there is none and where one is sealed: same statement, same
    answer.
    """
    ligne = (await connexion.execute(_PUBLIEE, {"id": id, "rang": rang})).one_or_none()
    if ligne is None:
        raise Introuvable
    return ligne


async def lire_toutes(connexion: AsyncConnection, id: UUID, appelant: Appelant) -> list[Row[Any]]:
    """The rows of the decisions of a dossier that this caller may read, oldest first."""
    enonce = _avec_lot(_SIENNE).order_by(decision.c.rang.desc()).limit(_AU_PLUS)
    lignes = (await connexion.execute(enonce, {"id": id})).all()
    return [ligne for ligne in reversed(lignes) if _peut_lire(ligne, appelant)]


async def lire_une(connexion: AsyncConnection, id: UUID, rang: int, appelant: Appelant) -> Row[Any]:
    """The row of a decision of a dossier; raises `Introuvable`, `Embargo`."""
    enonce = _avec_lot(_SIENNE, decision.c.rang == rang)
    ligne = (await connexion.execute(enonce, {"id": id})).one_or_none()
    if ligne is None:
        raise Introuvable
    if not _peut_lire(ligne, appelant):
        raise Embargo
    return ligne


def _avec_lot(*conditions: ColumnElement[bool]) -> Any:
    return select(decision, lot.c.secret).join(lot, lot.c.id == decision.c.lot).where(*conditions)


def _peut_lire(ligne: Row[Any], appelant: Appelant) -> bool:
    return ligne.publiee_le is not None or not ligne.secret or decide(appelant)


async def decrire_les_decisions(
    connexion: AsyncConnection, lignes: Sequence[Row[Any]]
) -> list[DecisionInstruite]:
    """These rows as reviewers read them, with the names of who took any of them back."""
    eux = frozenset(ligne.rapportee_par for ligne in lignes if ligne.rapportee_par)
    agents = await noms_des_agents(connexion, eux)
    return [instruite(ligne, agents.get(ligne.rapportee_par)) for ligne in lignes]


def une_scellee(lignes: Sequence[Row[Any]]) -> bool:
    """Whether one of them is not published."""
    return any(ligne.publiee_le is None for ligne in lignes)
