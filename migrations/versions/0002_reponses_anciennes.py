"""Answers that a newer version of the form took out of a draft."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add an empty column: no row is rewritten."""
    op.add_column("candidature", sa.Column("reponses_anciennes", postgresql.JSONB()))


def downgrade() -> None:
    """Drop it, with the answers kept."""
    op.drop_column("candidature", "reponses_anciennes")
