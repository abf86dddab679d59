"""What reviewers look for often, under a name."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; the last release knows of none."""
    op.create_table(
        "vue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agent", sa.Uuid(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("filtres", JSONB(), nullable=False),
        sa.Column("tri", sa.Text(), nullable=False),
        sa.Column("colonnes", ARRAY(sa.Text()), nullable=False),
        sa.Column("partage", sa.Text(), nullable=False),
        sa.Column("regions", ARRAY(sa.Text()), nullable=False),
        sa.Column("creee_le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vue"),
    )
    op.create_index("ix_vue_agent", "vue", ["agent"])


def downgrade() -> None:
    """Drop it: what was saved goes."""
    op.drop_table("vue")
