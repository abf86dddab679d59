"""Who reviews: the directory of agents."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; the last release knows of none."""
    op.create_table(
        "agent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cle", sa.Boolean(), nullable=False),
        sa.Column("nom", sa.Text()),
        sa.Column("prenom", sa.Text()),
        sa.Column("courriel", sa.Text()),
        sa.Column("service", sa.Text()),
        sa.Column("qualite", sa.Text()),
        sa.Column("regions", sa.ARRAY(sa.Text())),
        sa.Column("vu_le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agent"),
    )


def downgrade() -> None:
    """Drop it: agents write themselves down again."""
    op.drop_table("agent")
