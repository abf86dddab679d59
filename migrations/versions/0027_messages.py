"""What reviewers and the applicant write to each other, and how far each side has read."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
COTES = "cote IN ('demandeur', 'instruction')"


def upgrade() -> None:
    """Add them; the last release knows of none."""
    op.create_table(
        "message",
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("rang", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cote", sa.Text(), nullable=False),
        sa.Column("auteur", sa.Uuid(), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("le", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("candidature_id", "rang", name="pk_message"),
        sa.CheckConstraint(COTES, name="cote"),
        _de_l_instruction("message"),
    )
    op.create_table(
        "message_lu",
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("cote", sa.Text(), nullable=False),
        sa.Column("jusqu_a", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("le", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("candidature_id", "cote", "jusqu_a", name="pk_message_lu"),
        sa.CheckConstraint(COTES, name="cote"),
        _de_l_instruction("message_lu"),
    )


def downgrade() -> None:
    """Drop them: what was written goes."""
    op.drop_table("message_lu")
    op.drop_table("message")


def _de_l_instruction(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["candidature_id"],
        ["instruction.candidature_id"],
        name=f"fk_{table}_candidature_id",
        ondelete="CASCADE",
    )
