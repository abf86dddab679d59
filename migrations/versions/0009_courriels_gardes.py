"""The mail that a sandbox keeps: whichever of its processes is asked shows it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add its table, which the reset of a sandbox empties as it does the others."""
    op.create_table(
        "courriel_garde",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("objet", sa.Text(), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("envoye_le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_courriel_garde"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("courriel_garde")
