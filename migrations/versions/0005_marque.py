"""The mark of the database: its own id, and whether it is a sandbox's or production's."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# A sandbox makes its keys when it starts: what has them has been one, and they are known to all. A
# database that has nothing yet belongs to the first service that starts on it.
MARQUER = """
INSERT INTO marque (seule, id, nature)
SELECT true, gen_random_uuid(), CASE
    WHEN EXISTS (SELECT FROM cle_api WHERE creee_par = 'bac à sable') THEN 'bac_a_sable'
    ELSE 'production'
END
WHERE EXISTS (SELECT FROM candidature) OR EXISTS (SELECT FROM cle_api)
"""


def upgrade() -> None:
    """Mark a database that is in use."""
    op.create_table(
        "marque",
        sa.Column("seule", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seule", name="pk_marque"),
        sa.CheckConstraint("seule", name=op.f("ck_marque_seule")),
        sa.CheckConstraint(
            "nature IN ('bac_a_sable', 'production')", name=op.f("ck_marque_nature")
        ),
    )
    op.execute(MARQUER)


def downgrade() -> None:
    """Forget it: a database that is migrated again is judged again."""
    op.drop_table("marque")
