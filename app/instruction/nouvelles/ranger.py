"""The act of giving what reviewers are told its place among the news.

Under a lock, to what is committed, as the feed does (decision 53): a position never appears behind
one that was read, whatever order transactions end in.
"""

from typing import Final

from sqlalchemy import exists, func, select, text

from app.candidatures.tables import a_signaler
from app.kit.postgres.database import Base

_VERROU: Final = 0x6E6F_7576  # of the database, for this alone
_A_LA_FOIS: Final = 500
_TOURS: Final = 20  # what still waits is given its place by who reads next
_EN_ATTENTE: Final = select(exists(select(a_signaler.c.evenement_id)))
_RANGER: Final = text("""
WITH prises AS (
    DELETE FROM a_signaler WHERE evenement_id IN
        (SELECT evenement_id FROM a_signaler ORDER BY evenement_id LIMIT :a_la_fois)
    RETURNING *
), rangees AS (
    INSERT INTO nouveaute (position, evenement_id, candidature_id, genre, le, agent)
    SELECT (SELECT coalesce(max(position), 0) FROM nouveaute)
            + row_number() OVER (ORDER BY evenement_id),
        evenement_id, candidature_id, genre, le, agent
    FROM prises
    RETURNING candidature_id, position, agent
), dernieres AS (
    SELECT DISTINCT ON (candidature_id) * FROM rangees ORDER BY candidature_id, position DESC
)
INSERT INTO derniere_nouveaute AS connue (candidature_id, position, agent, d_un_autre)
SELECT d.candidature_id, d.position, d.agent, max(r.position)
FROM dernieres d LEFT JOIN rangees r
    ON r.candidature_id = d.candidature_id AND r.agent IS DISTINCT FROM d.agent
GROUP BY d.candidature_id, d.position, d.agent
ON CONFLICT (candidature_id) DO UPDATE SET position = excluded.position, agent = excluded.agent,
    d_un_autre = greatest(excluded.d_un_autre, CASE
        WHEN connue.agent IS DISTINCT FROM excluded.agent THEN connue.position
        ELSE connue.d_un_autre END)
""")


async def ranger(base: Base) -> None:
    """Give its place to what waits for one, unless nothing can be written."""
    for _ in range(_TOURS):
        async with base.lecture() as connexion:
            attend = await connexion.scalar(_EN_ATTENTE)
        if not attend or base.ecritures_suspendues:
            return
        async with base.transaction() as connexion:
            # The next statement sees what was committed before it got the lock.
            await connexion.execute(select(func.pg_advisory_xact_lock(_VERROU)))
            await connexion.execute(_RANGER, {"a_la_fois": _A_LA_FOIS})
