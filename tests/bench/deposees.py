"""Ten thousand deposited candidatures: copies of one that was deposited through the service."""

from typing import Final
from uuid import uuid4

import asyncpg

from app.acces.droits import Portee
from app.acces.jeton import Prefixe, nouveau_jeton

_COPIER: Final = """
WITH modele AS (
    SELECT depot.* FROM depot JOIN candidature ON id = candidature_id
    WHERE etat = 'deposee' ORDER BY recu_le DESC, rang DESC LIMIT 1
), copies AS (
    SELECT gen_random_uuid() AS id, rang FROM generate_series(1, $1::int) AS rang
), candidatures AS (
    INSERT INTO candidature (id, etat, version, revision, version_formulaire, dossier, numero,
        creee_le, modifiee_le, chaine)
    SELECT copies.id, etat, version, revision, version_formulaire, dossier, 'BANC-' || rang,
        creee_le, modifiee_le, chaine
    FROM copies, candidature WHERE candidature.id = (SELECT candidature_id FROM modele)
), pieces AS (
    INSERT INTO piece_jointe (id, candidature_id, rubrique, nom, type, taille, empreinte,
        jointe_le, antivirus)
    SELECT gen_random_uuid(), copies.id, rubrique, nom, type, taille, empreinte, jointe_le, 'sain'
    FROM copies, piece_jointe
    WHERE candidature_id = (SELECT candidature_id FROM modele) AND retiree_le IS NULL
    RETURNING id, candidature_id, rubrique, nom
)
INSERT INTO depot (candidature_id, rang, version, version_formulaire, recu_le, instantane,
    empreinte, pieces, avertissements, accuse, nom_territoire, region, siret, epci)
SELECT copies.id, 1, version, version_formulaire, recu_le + copies.rang * interval '1 second',
    instantane, empreinte, (
        SELECT jsonb_agg(jsonb_build_object('id', id, 'rubrique', rubrique, 'nom', nom))
        FROM pieces WHERE pieces.candidature_id = copies.id
    ), avertissements, accuse, nom_territoire, region, siret, epci
FROM copies, modele
"""
_CLE: Final = """
INSERT INTO cle_api (id, titulaire, empreinte, prefixe, nom, portees, creee_le, creee_par)
VALUES ($1, $1, $2, 'tip_banc', 'banc', $3, now(), 'banc')
"""


async def charger(dsn: str, nombre: int) -> str:
    """Write so many, the newest of all; the secret of a key that reads them."""
    connexion = await asyncpg.connect(dsn)
    try:
        await connexion.execute(_COPIER, nombre)
        await connexion.execute("VACUUM ANALYZE")
        return await cle_de_lecture(connexion)
    finally:
        await connexion.close()


async def cle_de_lecture(connexion: asyncpg.Connection) -> str:
    """The secret of a new key of reviewers."""
    jeton = nouveau_jeton(Prefixe.CLE)
    await connexion.execute(_CLE, uuid4(), jeton.empreinte, [Portee.INSTRUCTION_LECTURE])
    return jeton.texte
