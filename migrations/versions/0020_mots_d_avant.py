"""What the last release deposits is found by the words of its name until a job tells the rest."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

D_AVANT = """
CREATE OR REPLACE FUNCTION inscrire_d_avant() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO instruction AS i (candidature_id, rang, recu_le, regions, nom, nom_simplifie,
        type_perimetre, siret, epci, departements, axes, avertissements, recherche, regle)
    VALUES (NEW.candidature_id, NEW.rang, NEW.recu_le, ARRAY[NEW.region], NEW.nom_territoire,
        ltrim(nom_cherche(NEW.nom_territoire)),
        coalesce(jsonb_extract_path_text(NEW.instantane, 'perimetre', 'type_perimetre'), ''),
        NEW.siret, NEW.epci, '{}', '{}', '{}',
        setweight(to_tsvector('pg_catalog.simple', ltrim(nom_cherche(NEW.nom_territoire))), 'A'), 0)
    ON CONFLICT (candidature_id) DO UPDATE SET rang = excluded.rang, recu_le = excluded.recu_le,
        regions = excluded.regions, nom = excluded.nom, nom_simplifie = excluded.nom_simplifie,
        type_perimetre = excluded.type_perimetre, siret = excluded.siret, epci = excluded.epci,
        recherche = excluded.recherche,
        version = i.version + 1, regle = 0
    WHERE i.rang < excluded.rang;
    RETURN NULL;
END $$
"""
SANS_MOTS = """
CREATE OR REPLACE FUNCTION inscrire_d_avant() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO instruction AS i (candidature_id, rang, recu_le, regions, nom, nom_simplifie,
        type_perimetre, siret, epci, departements, axes, avertissements, regle)
    VALUES (NEW.candidature_id, NEW.rang, NEW.recu_le, ARRAY[NEW.region], NEW.nom_territoire,
        ltrim(nom_cherche(NEW.nom_territoire)),
        coalesce(jsonb_extract_path_text(NEW.instantane, 'perimetre', 'type_perimetre'), ''),
        NEW.siret, NEW.epci, '{}', '{}', '{}', 0)
    ON CONFLICT (candidature_id) DO UPDATE SET rang = excluded.rang, recu_le = excluded.recu_le,
        regions = excluded.regions, nom = excluded.nom, nom_simplifie = excluded.nom_simplifie,
        type_perimetre = excluded.type_perimetre, siret = excluded.siret, epci = excluded.epci,
        version = i.version + 1, regle = 0
    WHERE i.rang < excluded.rang;
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    """The same function, that writes the words."""
    op.execute(D_AVANT)


def downgrade() -> None:
    """Found by nothing until the job has passed."""
    op.execute(SANS_MOTS)
