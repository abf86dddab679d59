"""What reviewers do with what was deposited."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add them; the last release knows of none."""
    op.create_table(
        "acte_instruction",
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("genre", sa.Text(), nullable=False),
        sa.Column("le", INSTANT, nullable=False),
        sa.Column("agent", sa.Uuid()),
        sa.PrimaryKeyConstraint("candidature_id", "version", name="pk_acte_instruction"),
        _de_l_instruction("acte_instruction"),
    )
    op.create_table(
        "affectation",
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("agent", sa.Uuid(), nullable=False),
        sa.Column("responsable", sa.Boolean(), nullable=False),
        sa.Column("le", INSTANT, nullable=False),
        sa.Column("par", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("candidature_id", "agent", name="pk_affectation"),
        _de_l_instruction("affectation"),
    )
    op.create_index("ix_affectation_agent", "affectation", ["agent"])
    op.create_table(
        "proposition",
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("depot", sa.BigInteger(), nullable=False),
        sa.Column("sens", sa.Text(), nullable=False),
        sa.Column("contenu", JSONB(), nullable=False),
        sa.Column("agent", sa.Uuid(), nullable=False),
        sa.Column("le", INSTANT, nullable=False),
        sa.Column("retiree_le", INSTANT),
        sa.PrimaryKeyConstraint("candidature_id", "version", name="pk_proposition"),
        _de_l_instruction("proposition"),
    )


def _de_l_instruction(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["candidature_id"],
        ["instruction.candidature_id"],
        name=f"fk_{table}_candidature_id",
        ondelete="CASCADE",
    )


def downgrade() -> None:
    """Drop them: what reviewers did goes."""
    for table in ("proposition", "affectation", "acte_instruction"):
        op.drop_table(table)
