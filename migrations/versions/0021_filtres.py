"""Reviewers find the few dossiers of a department, of a warning, of a file to be looked at."""

from alembic import op
from sqlalchemy import text

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

COLONNES = ("departements", "avertissements")
A_REGARDER = text("antivirus IN ('en_attente', 'infecte')")


def upgrade() -> None:
    """Index them; nobody waits meanwhile."""
    with op.get_context().autocommit_block():
        op.execute("SET statement_timeout = 0")  # for the rest of the run
        for colonne in COLONNES:
            nom = f"ix_instruction_{colonne}"
            op.drop_index(nom, if_exists=True, postgresql_concurrently=True)
            op.create_index(
                nom,
                "instruction",
                [colonne],
                if_not_exists=True,
                postgresql_concurrently=True,
                postgresql_using="gin",
            )
        op.drop_index("ix_piece_jointe_antivirus", if_exists=True, postgresql_concurrently=True)
        op.create_index(
            "ix_piece_jointe_antivirus",
            "piece_jointe",
            ["antivirus", "candidature_id"],
            if_not_exists=True,
            postgresql_concurrently=True,
            postgresql_where=A_REGARDER,
        )


def downgrade() -> None:
    """Drop them."""
    with op.get_context().autocommit_block():
        for nom in ("piece_jointe_antivirus", *(f"instruction_{colonne}" for colonne in COLONNES)):
            op.drop_index(f"ix_{nom}", if_exists=True, postgresql_concurrently=True)
