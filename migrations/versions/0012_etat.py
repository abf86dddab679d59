"""Reviewers find what is in a rare state as fast among many as among few."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index it; nobody waits meanwhile."""
    with op.get_context().autocommit_block():
        op.execute("SET statement_timeout = 0")  # for the rest of the run
        op.drop_index("ix_candidature_etat", if_exists=True, postgresql_concurrently=True)
        op.create_index(
            "ix_candidature_etat",
            "candidature",
            ["etat"],
            if_not_exists=True,
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    """Read every candidature again."""
    with op.get_context().autocommit_block():
        op.drop_index("ix_candidature_etat", if_exists=True, postgresql_concurrently=True)
