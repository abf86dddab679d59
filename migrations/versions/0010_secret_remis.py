"""The secret that a renewal gave, until it is shown."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table, which the last release knows nothing of: it renews at once."""
    op.create_table(
        "secret_remis",
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("acces_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("empreinte", name=op.f("pk_secret_remis")),
        sa.ForeignKeyConstraint(
            ["acces_id"],
            ["acces.id"],
            ondelete="CASCADE",
            name=op.f("fk_secret_remis_acces_id"),
        ),
        sa.UniqueConstraint("acces_id", name=op.f("uq_secret_remis_acces_id")),
    )


def downgrade() -> None:
    """Who has not shown theirs yet keeps the former one."""
    op.drop_table("secret_remis")
