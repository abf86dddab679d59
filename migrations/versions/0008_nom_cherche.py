"""Territories are found by any word of their name, however many there are."""

from alembic import op
from sqlalchemy import text

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NOM = text(
    "regexp_replace(normalize(replace(replace(lower(nom_territoire), 'œ', 'oe'), 'æ', 'ae'), NFKD),"
    " '[\u0300-\u036f]', '', 'g') gin_trgm_ops"
)


def upgrade() -> None:
    """Index them by their trigrams; nobody waits meanwhile."""
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    with op.get_context().autocommit_block():
        op.execute("SET statement_timeout = 0")  # for the rest of the run
        op.drop_index("ix_depot_nom_cherche", if_exists=True, postgresql_concurrently=True)
        op.create_index(
            "ix_depot_nom_cherche",
            "depot",
            [NOM],
            if_not_exists=True,
            postgresql_using="gin",
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    """Read every name again."""
    op.drop_index("ix_depot_nom_cherche", if_exists=True)
    op.execute("DROP EXTENSION IF EXISTS pg_trgm")
