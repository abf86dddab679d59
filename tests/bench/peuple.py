"""Candidatures by the million, written by SQL: copies of a few that went through the service.

Each has an identifier and a secret of its own, made of its rank; an access, three files, a record;
one in two is deposited, under a name and a perimeter drawn from the EPCI of 2023. Seals and
receipts are those of what was copied: nothing that checks them is asked.
"""

from hashlib import md5
from typing import Final
from uuid import UUID

import asyncpg

from app.acces.jeton import Jeton, Prefixe
from app.formulaire.referentiels import EPCI

_LOT: Final = 20_000
# Found by no other name, in as many deposits at each size.
RARE: Final = "zinguerie"
PEU: Final = 24
_PREPARER: Final = (
    "SET session_replication_role = replica",  # who wrote them keeps foreign keys
    "SET synchronous_commit = off",
    "CREATE TEMP TABLE modele AS SELECT row_number() OVER () - 1 AS ordre, candidature_id AS id "
    "FROM depot WHERE rang = 1",
    "CREATE TEMP TABLE nom (ordre int, nom text, siren text, region text)",
)
_SUITE: Final = """
WITH suite AS MATERIALIZED (
    SELECT rang, modele.id AS modele, md5('candidature ' || rang)::uuid AS id,
        rang % 2 = 0 AS depose, rang % 1255 AS un,
        (rang::bigint * 7919 + rang / 1255) % 1255 AS autre
    FROM generate_series($1::int, $2::int) AS rang
    JOIN modele ON ordre = rang % (SELECT count(*) FROM modele)
)
"""
_COPIER: Final = (
    f"""{_SUITE}
INSERT INTO candidature (id, etat, version, revision, version_formulaire, dossier, numero, courriel,
    creee_le, modifiee_le, chaine)
SELECT suite.id, CASE WHEN NOT depose THEN 'brouillon'
        WHEN rang % 20 = 2 THEN 'en_instruction' WHEN rang % 50 = 4 THEN 'acceptee'
        WHEN rang % 100 = 6 THEN 'retiree' ELSE 'deposee' END,
    version, revision, version_formulaire, dossier, CASE WHEN depose THEN 'BANC-' || rang END,
    'demandeur-' || rang || '@example.fr', creee_le, modifiee_le, chaine
FROM suite JOIN candidature ON candidature.id = modele
""",
    f"""{_SUITE}
INSERT INTO acces (id, candidature_id, empreinte, genre, role, cree_le)
SELECT gen_random_uuid(), suite.id, sha256(convert_to('tic_' || lpad(rang::text, 43, '0'), 'UTF8')),
    genre, role, cree_le
FROM suite JOIN acces ON candidature_id = modele
""",
    f"""{_SUITE}
INSERT INTO piece_jointe (id, candidature_id, rubrique, nom, type, taille, empreinte, jointe_le,
    antivirus)
SELECT md5('piece ' || rubrique || rang)::uuid, suite.id, rubrique, nom, type, taille, empreinte,
    jointe_le, 'sain'
FROM suite JOIN piece_jointe ON candidature_id = modele
""",
    f"""{_SUITE}
INSERT INTO depot (candidature_id, rang, version, version_formulaire, recu_le, instantane,
    empreinte, pieces, avertissements, accuse, nom_territoire, region, siret, epci)
SELECT suite.id, 1, version, version_formulaire, recu_le - interval '3 days'
        + suite.rang * interval '0.2 s', instantane, empreinte, (
        SELECT jsonb_agg(piece || jsonb_build_object(
            'id', md5('piece ' || (piece ->> 'rubrique') || suite.rang)::uuid))
        FROM jsonb_array_elements(pieces) AS piece
    ), avertissements, accuse,
    CASE WHEN suite.rang <= {2 * PEU} THEN '{RARE} ' || suite.rang
        ELSE un.nom || ' et ' || autre.nom END,
    un.region, lpad(suite.rang::text, 14, '0'), ARRAY[un.siren, autre.siren]
FROM suite JOIN depot ON candidature_id = modele AND depot.rang = 1
JOIN nom AS un ON un.ordre = un JOIN nom AS autre ON autre.ordre = autre
WHERE depose
""",
    f"""{_SUITE}
INSERT INTO instruction (candidature_id, rang, recu_le, regions, region_pilote, nom, nom_simplifie,
    type_perimetre, siret, epci, departements, axes, avertissements, recherche, regle)
SELECT suite.id, 1, depot.recu_le, ARRAY[depot.region], depot.region, nom_territoire,
    ltrim(nom_cherche(nom_territoire)), type_perimetre, depot.siret, depot.epci, departements, axes,
    instruction.avertissements, to_tsvector('simple', ltrim(nom_cherche(nom_territoire)))
        || recherche || array_to_tsvector(string_to_array(
            ltrim(replace(nom_cherche(nom_territoire), ' ', ' =')), ' ')), regle
FROM suite JOIN depot ON candidature_id = suite.id
JOIN instruction ON instruction.candidature_id = modele
WHERE depose
""",
)
_CONSIGNER: Final = """
INSERT INTO evenement (candidature_id, genre, le, acces_id, auteur, origine, version, details,
    empreinte)
SELECT md5('candidature ' || rang)::uuid, genre, le, acces_id, auteur, origine, fois, details,
    empreinte
FROM generate_series(1, $3::int) AS fois, generate_series($1::int, $2::int) AS rang,
    (SELECT * FROM evenement WHERE genre = 'modifiee' LIMIT 1) AS modele
"""
# Built at once after the rows rather than row by row, as any restore does.
_INDEX: Final = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename IN ('depot', 'instruction') AND indexdef LIKE '%USING gin%'
"""


async def grandir(dsn: str, de: int, jusqu_a: int, evenements: int) -> None:
    """Write the candidatures of these ranks, the first one left out, each with so many events."""
    connexion = await asyncpg.connect(dsn)
    try:
        for enonce in _PREPARER:
            await connexion.execute(enonce)
        await connexion.copy_records_to_table("nom", records=_noms())
        index = await connexion.fetch(_INDEX)
        for un in index:
            await connexion.execute(f"DROP INDEX {un['indexname']}")
        for debut in range(de + 1, jusqu_a + 1, _LOT):
            fin = min(debut + _LOT - 1, jusqu_a)
            for enonce in _COPIER:
                await connexion.execute(enonce, debut, fin)
            await connexion.execute(_CONSIGNER, debut, fin, evenements)
        for un in index:
            await connexion.execute(un["indexdef"])
        await connexion.execute("VACUUM ANALYZE")
    finally:
        await connexion.close()


def _noms() -> list[tuple[int, str, str, str]]:
    return [(i, epci.nom, epci.siren, epci.regions[0]) for i, epci in enumerate(EPCI.values())]


def identifiant(rang: int) -> UUID:
    """The identifier of the candidature of this rank."""
    return UUID(bytes=md5(b"candidature %d" % rang, usedforsecurity=False).digest())


def jeton_de(rang: int) -> Jeton:
    """The secret of the candidature of this rank."""
    return Jeton(f"{Prefixe.CANDIDATURE}{rang:043d}")
