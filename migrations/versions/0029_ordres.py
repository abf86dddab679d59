"""Reviewers list what changed last, what is due first, what was answered."""

from alembic import op
from sqlalchemy import text

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

REPRISE = """
UPDATE instruction SET maj_le = dernier.le
FROM (SELECT candidature_id, max(le) AS le FROM acte_instruction GROUP BY 1) AS dernier
WHERE dernier.candidature_id = instruction.candidature_id AND maj_le IS NULL
    AND dernier.le > recu_le
"""
INDEX = {
    "ix_instruction_maj_le": (
        "instruction",
        [text("coalesce(maj_le, recu_le)"), "candidature_id"],
    ),
    "ix_candidature_echeance": (
        "candidature",
        [
            text(
                "coalesce(correction_jusqu_au, '9999-12-31 00:00:00+00'::timestamp with time zone)"
            ),
            "id",
        ],
    ),
    "ix_correction_issue": ("correction", ["issue", "candidature_id"]),
}


def upgrade() -> None:
    """Say when what was acted on changed, and index it; nobody waits meanwhile."""
    with op.get_context().autocommit_block():
        op.execute("SET statement_timeout = 0")  # for the rest of the run
        op.execute(REPRISE)
        for nom, (table, colonnes) in INDEX.items():
            op.drop_index(nom, if_exists=True, postgresql_concurrently=True)
            op.create_index(nom, table, colonnes, if_not_exists=True, postgresql_concurrently=True)


def downgrade() -> None:
    """Drop the indexes."""
    with op.get_context().autocommit_block():
        for nom in INDEX:
            op.drop_index(nom, if_exists=True, postgresql_concurrently=True)
