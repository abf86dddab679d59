"""When a deposit first came under its key, for who was told to come back."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it."""
    op.create_table(
        "premiere_arrivee",
        sa.Column("cle", sa.LargeBinary(), nullable=False),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("cle", name="pk_premiere_arrivee"),
    )


def downgrade() -> None:
    """Drop it: who comes again is judged by this time."""
    op.drop_table("premiere_arrivee")
