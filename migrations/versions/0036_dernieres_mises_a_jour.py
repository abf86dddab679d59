"""A deposit by the last release, after an act of reviewers, is a change as well."""

from alembic import op
from sqlalchemy import text

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

ANCIEN, NOUVEAU = "ix_instruction_maj_le", "ix_instruction_derniere_maj"


def upgrade() -> None:
    """Index the later of both, then drop what nothing uses any more; nobody waits meanwhile."""
    _remplacer(ANCIEN, NOUVEAU, "greatest(maj_le, recu_le)")


def downgrade() -> None:
    """The former index."""
    _remplacer(NOUVEAU, ANCIEN, "coalesce(maj_le, recu_le)")


def _remplacer(ancien: str, nouveau: str, quand: str) -> None:
    with op.get_context().autocommit_block():
        op.execute("SET statement_timeout = 0")  # for the rest of the run
        op.drop_index(nouveau, if_exists=True, postgresql_concurrently=True)
        op.create_index(
            nouveau,
            "instruction",
            [text(quand), "candidature_id"],
            if_not_exists=True,
            postgresql_concurrently=True,
        )
        op.drop_index(ancien, if_exists=True, postgresql_concurrently=True)
