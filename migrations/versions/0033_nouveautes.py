"""What is new to each reviewer, and up to where they have read."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; what the last release does is no news."""
    op.create_table(
        "a_signaler",
        sa.Column("evenement_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("genre", sa.Text(), nullable=False),
        sa.Column("le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.Uuid()),
        sa.PrimaryKeyConstraint("evenement_id", name="pk_a_signaler"),
    )
    op.create_index("ix_a_signaler_candidature_id", "a_signaler", ["candidature_id"])
    op.create_table(
        "nouveaute",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("evenement_id", sa.BigInteger(), nullable=False),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("genre", sa.Text(), nullable=False),
        sa.Column("le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.Uuid()),
        sa.PrimaryKeyConstraint("position", name="pk_nouveaute"),
        sa.UniqueConstraint("evenement_id", name="uq_nouveaute_evenement_id"),
    )
    op.create_index(
        "ix_nouveaute_candidature_id_position", "nouveaute", ["candidature_id", "position"]
    )
    op.create_table(
        "lecture",
        sa.Column("agent", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agent", name="pk_lecture"),
    )


def downgrade() -> None:
    """Drop them: nothing is new any more."""
    op.drop_table("lecture")
    op.drop_table("nouveaute")
    op.drop_table("a_signaler")
