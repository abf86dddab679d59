"""When applicants were reminded of a correction."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; the last release knows of no correction."""
    op.add_column("correction", sa.Column("rappelee_le", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Drop it: whoever was reminded will be once more."""
    op.drop_column("correction", "rappelee_le")
