"""What reviewers ask to be corrected."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add it; the last release knows of none, and refuses the saves of what is reviewed."""
    op.create_table(
        "correction",
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("rang", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("depot", sa.BigInteger(), nullable=False),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("pointeurs", ARRAY(sa.Text()), nullable=False),
        sa.Column("rubriques", ARRAY(sa.Text()), nullable=False),
        sa.Column("jusqu_au", INSTANT, nullable=False),
        sa.Column("demandee_le", INSTANT, nullable=False),
        sa.Column("agent", sa.Uuid(), nullable=False),
        sa.Column("close_le", INSTANT),
        sa.Column("issue", sa.Text()),
        sa.Column("depot_reponse", sa.BigInteger()),
        sa.Column("sans_changement", sa.Boolean()),
        sa.Column("motif_annulation", sa.Text()),
        sa.PrimaryKeyConstraint("candidature_id", "rang", name="pk_correction"),
        sa.ForeignKeyConstraint(
            ["candidature_id"],
            ["instruction.candidature_id"],
            name="fk_correction_candidature_id",
            ondelete="CASCADE",
        ),
    )
    op.add_column("candidature", sa.Column("correction_jusqu_au", INSTANT))


def downgrade() -> None:
    """Drop it: what was asked for goes."""
    op.drop_column("candidature", "correction_jusqu_au")
    op.drop_table("correction")
