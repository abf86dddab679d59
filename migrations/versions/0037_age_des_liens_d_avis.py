"""When a link to an opinion was made."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; those that are there begin now, as those of a process that does not say it."""
    op.add_column(
        "lien_avis",
        sa.Column(
            "cree_le",
            sa.DateTime(timezone=True),
            nullable=False,
            server_default=sa.text("now()"),
        ),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_column("lien_avis", "cree_le")
