"""The daily mail of agents: who does not want it, what the last one told."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; the last release writes none."""
    op.create_table(
        "courrier",
        sa.Column("agent", sa.Uuid(), nullable=False),
        sa.Column("voulu", sa.Boolean(), nullable=False),
        sa.Column("jour", sa.Date()),
        sa.Column("position", sa.BigInteger()),
        sa.PrimaryKeyConstraint("agent", name="pk_courrier"),
    )


def downgrade() -> None:
    """Drop it: everybody wants it again."""
    op.drop_table("courrier")
