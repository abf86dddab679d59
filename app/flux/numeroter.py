"""The act of giving positions to what waits for one.

Under a lock, to what is committed: a position never appears behind one that was served, whatever
order transactions end in. Within a candidature the order is that of its events, whose ids are given
while its row is locked.
"""

from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.evenements import SUR_DEMANDE, EvenementModification
from app.kit.postgres.database import Base

NUMEROTE: Final = "ti_flux"
"""The channel by which those who read are told (LISTEN)."""
_VERROU: Final = 0x7469_666C  # of the database, for this alone
A_LA_FOIS: Final = 500

# Which life of the database this is: a copy restored elsewhere, or in the place of another, has
# another server, another database or another table, whatever was restored.
_EPOQUE: Final = text("""
INSERT INTO flux_epoque (seule, epoque, identite)
SELECT true, gen_random_uuid(), concat_ws('/',
    (SELECT system_identifier FROM pg_control_system()),
    (SELECT oid FROM pg_database WHERE datname = current_database()),
    CAST(CAST('flux' AS regclass) AS oid))
ON CONFLICT (seule) DO UPDATE SET epoque = excluded.epoque, identite = excluded.identite
WHERE flux_epoque.identite <> excluded.identite
""")
_NUMEROTER: Final = text("""
WITH pris AS (
    DELETE FROM a_numeroter WHERE evenement_id IN
        (SELECT evenement_id FROM a_numeroter ORDER BY evenement_id LIMIT :a_la_fois)
    RETURNING *
), ranges AS (
    SELECT pris.*,
        row_number() OVER (ORDER BY evenement_id) AS rang,
        count(*) FILTER (WHERE type <> ALL (:sur_demande)) OVER siens AS suite,
        -- the last of them that says where its candidature is
        max(evenement_id) FILTER (WHERE depot IS NOT NULL) OVER siens AS situant
    FROM pris WINDOW siens AS (PARTITION BY candidature_id ORDER BY evenement_id)
), situes AS (
    SELECT ranges.*, coalesce(suivi.sequence, 0) + suite AS sequence,
        coalesce(situant.depot, suivi.depot) AS dernier_depot,
        coalesce(situant.regions, suivi.regions, '{}') AS siennes,
        coalesce(suivi.regions, '{}') AS dites
    FROM ranges
    LEFT JOIN pris AS situant ON situant.evenement_id = ranges.situant
    LEFT JOIN flux_suivi AS suivi ON suivi.candidature_id = ranges.candidature_id
), compares AS (
    SELECT situes.*, lag(siennes, 1, dites) OVER
        (PARTITION BY candidature_id ORDER BY evenement_id) AS avant
    FROM situes
), inscrits AS (
    INSERT INTO flux (position, id, evenement_id, type, le, candidature_id, sequence, etat, numero,
                      depot, regions, quittees, portail, reference)
    SELECT (SELECT coalesce(max(position), 0) FROM flux) + rang, gen_random_uuid(), evenement_id,
        type, le, candidature_id, sequence, etat, numero, dernier_depot, siennes,
        ARRAY(SELECT unnest(avant) EXCEPT SELECT unnest(siennes)), portail, reference
    FROM compares
    RETURNING *
), suivis AS (
    INSERT INTO flux_suivi (candidature_id, position, sequence, version, depot, regions, vue_dans,
                            portail, reference)
    SELECT DISTINCT ON (inscrits.candidature_id) inscrits.candidature_id, position, sequence,
        pris.version, inscrits.depot, inscrits.regions, inscrits.regions || quittees,
        inscrits.portail, inscrits.reference
    FROM inscrits JOIN pris USING (evenement_id)
    ORDER BY inscrits.candidature_id, position DESC
    ON CONFLICT (candidature_id) DO UPDATE SET position = excluded.position,
        sequence = excluded.sequence,
        version = greatest(flux_suivi.version, excluded.version),
        depot = excluded.depot, regions = excluded.regions,
        vue_dans = ARRAY(SELECT unnest(flux_suivi.vue_dans) UNION SELECT unnest(excluded.vue_dans)),
        portail = coalesce(excluded.portail, flux_suivi.portail),
        reference = coalesce(excluded.reference, flux_suivi.reference)
)
SELECT count(*), CASE WHEN count(*) > 0 THEN pg_notify(:canal, '') END FROM inscrits
""")


# Of the drafts that a portal holds, those saved since something was last told of them: once a
# minute, for saves to pay nothing. The event is the last save's, so that its place among the
# others is the right one.
_SIGNALER: Final = text("""
WITH dues AS (
    UPDATE flux_epoque SET modifications_le = clock_timestamp()
    WHERE coalesce(modifications_le < clock_timestamp() - make_interval(secs => :pas), true)
    RETURNING 1
)
INSERT INTO a_numeroter (evenement_id, candidature_id, type, le, etat, numero, version, portail,
                         reference)
SELECT dernier.id, candidature.id, :type, dernier.le, etat, numero, candidature.version, empreinte,
    portail_reference.reference
FROM dues CROSS JOIN acces
JOIN candidature ON candidature.id = acces.candidature_id
LEFT JOIN flux_suivi ON flux_suivi.candidature_id = candidature.id
LEFT JOIN portail_reference ON portail_reference.candidature_id = candidature.id
CROSS JOIN LATERAL (
    SELECT id, le FROM evenement
    WHERE candidature_id = candidature.id AND genre = :genre ORDER BY id DESC LIMIT 1
) AS dernier
WHERE acces.role = 'portail' AND acces.empreinte IS NOT NULL
    AND candidature.version > coalesce(flux_suivi.version, 1)
    AND NOT EXISTS (SELECT FROM flux WHERE flux.evenement_id = dernier.id)
ON CONFLICT DO NOTHING
""")
_DES_MODIFICATIONS: Final = {
    "type": EvenementModification.publie,
    "genre": EvenementModification.genre,
}
PAS_DES_MODIFICATIONS: Final = 60.0
"""Seconds between two times that saves of drafts are told of."""


async def numeroter(base: Base, *, modifications: float | None = None) -> int:
    """Give positions to at most `A_LA_FOIS` events, all of them committed: how many.

    `modifications`: saves of drafts are told of as well, if that is so many seconds ago.
    """
    async with base.transaction() as connexion:
        # The next statement sees what was committed before it got the lock.
        await connexion.execute(select(func.pg_advisory_xact_lock(_VERROU)))
        return await _numeroter(connexion, modifications)


async def numeroter_s_il_se_peut(base: Base) -> bool:
    """The same, unless somebody else is at it, whom nobody waits for; whether nothing is left."""
    async with base.transaction() as connexion:
        if not await connexion.scalar(select(func.pg_try_advisory_xact_lock(_VERROU))):
            return False
        return await _numeroter(connexion, None) < A_LA_FOIS


async def _numeroter(connexion: AsyncConnection, modifications: float | None) -> int:
    await connexion.execute(_EPOQUE)
    if modifications is not None:
        await connexion.execute(_SIGNALER, _DES_MODIFICATIONS | {"pas": modifications})
    parametres: dict[str, Any] = {
        "a_la_fois": A_LA_FOIS,
        "canal": NUMEROTE,
        "sur_demande": sorted(SUR_DEMANDE),
    }
    return (await connexion.execute(_NUMEROTER, parametres)).scalar_one()
