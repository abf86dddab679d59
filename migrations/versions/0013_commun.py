"""What all processes of a service have in common: their keys, their store."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table, which the first process of this release fills in."""
    op.create_table(
        "commun",
        sa.Column("quoi", sa.Text(), nullable=False),
        sa.Column("identifiant", sa.Text(), nullable=False),
        sa.CheckConstraint("quoi IN ('cle', 'magasin')", name=op.f("ck_commun_quoi")),
        sa.PrimaryKeyConstraint("quoi", "identifiant", name=op.f("pk_commun")),
    )


def downgrade() -> None:
    """Drop it: whoever starts first after it is made again fills it in."""
    op.drop_table("commun")
