"""What reviewers work on: a row for each candidature that was ever deposited."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

CODES = sa.ARRAY(sa.Text())


def upgrade() -> None:
    """Add it; each deposit of the last release gets its row as well."""
    op.create_table(
        "instruction",
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("rang", sa.BigInteger(), nullable=False),
        sa.Column("recu_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("regions", CODES, nullable=False),
        sa.Column("region_pilote", sa.Text()),
        sa.Column("pilote_choisie", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("nom_simplifie", sa.Text(), nullable=False),
        sa.Column("type_perimetre", sa.Text(), nullable=False),
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("epci", CODES, nullable=False),
        sa.Column("departements", CODES, nullable=False),
        sa.Column("axes", CODES, nullable=False),
        sa.Column("avertissements", CODES, nullable=False),
        sa.Column("recherche", TSVECTOR()),
        sa.Column("regle", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("candidature_id", name="pk_instruction"),
        sa.ForeignKeyConstraint(
            ["candidature_id", "rang"],
            ["depot.candidature_id", "depot.rang"],
            name="fk_instruction_depot",
            ondelete="CASCADE",
        ),
    )
    for colonne in ("regions", "epci", "recherche"):
        op.create_index(
            f"ix_instruction_{colonne}", "instruction", [colonne], postgresql_using="gin"
        )
    for colonne in ("recu_le", "nom_simplifie"):
        op.create_index(f"ix_instruction_{colonne}", "instruction", [colonne, "candidature_id"])
    op.create_index(
        "ix_instruction_region_pilote",
        "instruction",
        ["region_pilote", "recu_le", "candidature_id"],
    )
    for colonne in ("siret", "regle"):
        op.create_index(f"ix_instruction_{colonne}", "instruction", [colonne])
    op.execute(D_AVANT)
    op.execute(DECLENCHER)


# The last release, which serves beside this one, deposits without writing this row. This writes
# what SQL can say of it, in the same transaction, under rule 0: a job tells the rest. What this
# release deposits has its row already. The release after this one drops it.
D_AVANT = """
CREATE FUNCTION inscrire_d_avant() RETURNS trigger LANGUAGE plpgsql
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
DECLENCHER = """
CREATE TRIGGER inscrire_d_avant AFTER INSERT ON depot FOR EACH ROW
EXECUTE FUNCTION inscrire_d_avant()
"""


def downgrade() -> None:
    """Drop it: what reviewers did goes with it."""
    op.execute("DROP TRIGGER inscrire_d_avant ON depot")
    op.execute("DROP FUNCTION inscrire_d_avant()")
    op.drop_table("instruction")
