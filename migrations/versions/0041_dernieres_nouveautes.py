"""The last news of each dossier, for lists that look for those where something is new."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; no release before this one writes any news."""
    op.create_table(
        "derniere_nouveaute",
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("agent", sa.Uuid()),
        sa.Column("d_un_autre", sa.BigInteger()),
        sa.PrimaryKeyConstraint("candidature_id", name="pk_derniere_nouveaute"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("derniere_nouveaute")
