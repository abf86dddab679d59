"""The act of finding what the record tells and the feed does not.

While two releases run side by side the older one records what it does, and nobody waits for its
position. Such an event is published after those that came meanwhile.
"""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.droits import Role
from app.candidatures.evenements import EvenementDepot
from app.candidatures.genres import Genre

_RATTRAPER: Final = text("""
INSERT INTO a_numeroter (evenement_id, candidature_id, type, le, etat, numero, version, depot,
                         regions, portail, reference)
SELECT oublie.id, oublie.candidature_id, CASE
        WHEN oublie.genre <> :depot THEN publies.nom
        WHEN depot.rang = 1 THEN :premier ELSE :suivant END,
    oublie.le, candidature.etat, candidature.numero, oublie.version, depot.rang,
    CASE WHEN depot.rang IS NOT NULL THEN ARRAY[depot.region] END,
    acces.empreinte, portail_reference.reference
FROM evenement AS oublie
JOIN unnest(CAST(:genres AS text[]), CAST(:noms AS text[])) AS publies (genre, nom)
    ON publies.genre = oublie.genre
JOIN candidature ON candidature.id = oublie.candidature_id
LEFT JOIN depot ON oublie.genre = :depot AND depot.candidature_id = oublie.candidature_id
    AND depot.rang = CAST(jsonb_extract_path_text(oublie.details, 'depot') AS bigint)
LEFT JOIN acces ON acces.candidature_id = oublie.candidature_id AND acces.role = :portail
LEFT JOIN portail_reference ON portail_reference.candidature_id = oublie.candidature_id
WHERE NOT EXISTS (SELECT FROM flux WHERE flux.evenement_id = oublie.id)
ON CONFLICT DO NOTHING
""")


async def rattraper(connexion: AsyncConnection) -> int:
    """Have them wait for their positions: how many."""
    genres = [un for un in Genre.__subclasses__() if un.publie and not un.sur_demande]
    premier, suivant = EvenementDepot.noms_publies()
    demande = {
        "genres": [un.genre for un in genres],
        "noms": [un.publie for un in genres],
        "depot": EvenementDepot.genre,
        "premier": premier,
        "suivant": suivant,
        "portail": Role.PORTAIL.value,
    }
    return (await connexion.execute(_RATTRAPER, demande)).rowcount
