"""Reviewers find the dossiers of a lot."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

INDEX = "ix_instruction_lot"


def upgrade() -> None:
    """Index them; nobody waits meanwhile."""
    with op.get_context().autocommit_block():
        op.execute("SET statement_timeout = 0")  # for the rest of the run
        op.drop_index(INDEX, if_exists=True, postgresql_concurrently=True)
        # Of most dossiers no lot is known, for months.
        op.create_index(
            INDEX,
            "instruction",
            ["lot"],
            if_not_exists=True,
            postgresql_concurrently=True,
            postgresql_where=sa.text("lot IS NOT NULL"),
        )


def downgrade() -> None:
    """Drop it."""
    with op.get_context().autocommit_block():
        op.drop_index(INDEX, if_exists=True, postgresql_concurrently=True)
