"""The numbers that clients of Démarches Simplifiées know dossiers by."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; the last release knows nothing of it."""
    op.create_table(
        "numero_de_ds",
        sa.Column(
            "numero", sa.BigInteger(), sa.Identity(always=True, maxvalue=2**31 - 1), nullable=False
        ),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("numero", name="pk_numero_de_ds"),
        sa.ForeignKeyConstraint(
            ["candidature_id"], ["candidature.id"], name="fk_numero_de_ds_candidature_id"
        ),
        sa.UniqueConstraint("candidature_id", name="uq_numero_de_ds_candidature_id"),
    )


def downgrade() -> None:
    """Drop it: clients will not find what they had again."""
    op.drop_table("numero_de_ds")
