"""Results: versions of what is published of decisions, and their files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add all three; the last release knows of none."""
    op.create_table(
        "resultat",
        sa.Column("numero", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("publie_le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("numero", name="pk_resultat"),
    )
    op.create_table(
        "fichier_de_resultat",
        sa.Column("numero", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("contenu", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("numero", "nom", name="pk_fichier_de_resultat"),
        sa.ForeignKeyConstraint(
            ["numero"], ["resultat.numero"], name="fk_fichier_de_resultat_numero"
        ),
    )
    op.create_table(
        "decision_diffusee",
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("rang", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("region", sa.Text()),
        sa.Column("territoire", JSONB()),
        sa.Column("entree", sa.BigInteger(), nullable=False),
        sa.Column("sortie", sa.BigInteger()),
        sa.PrimaryKeyConstraint("candidature_id", "rang", name="pk_decision_diffusee"),
        sa.ForeignKeyConstraint(
            ["entree"], ["resultat.numero"], name="fk_decision_diffusee_entree"
        ),
        sa.ForeignKeyConstraint(
            ["sortie"], ["resultat.numero"], name="fk_decision_diffusee_sortie"
        ),
    )


def downgrade() -> None:
    """Drop them: what was published is told by nobody."""
    for table in ("decision_diffusee", "fichier_de_resultat", "resultat"):
        op.drop_table(table)
