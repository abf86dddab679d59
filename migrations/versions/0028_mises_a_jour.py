"""When a dossier of reviewers last changed."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; the last release leaves it as it is: the deposit then says so."""
    op.add_column("instruction", sa.Column("maj_le", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("instruction", "maj_le")
