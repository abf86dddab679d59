"""What reviewers note on a dossier."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; the last release knows of none."""
    op.create_table(
        "note",
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("pointeur", sa.Text()),
        sa.Column("agent", sa.Uuid(), nullable=False),
        sa.Column("le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("candidature_id", "version", name="pk_note"),
        sa.UniqueConstraint("id", name="uq_note_id"),
        sa.ForeignKeyConstraint(
            ["candidature_id"],
            ["instruction.candidature_id"],
            name="fk_note_candidature_id",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    """Drop it: what was noted goes."""
    op.drop_table("note")
