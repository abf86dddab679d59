"""The rows of what was deposited before there were any; a job tells the rest of each."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

REPRISE = """
INSERT INTO instruction (candidature_id, rang, recu_le, regions, nom, nom_simplifie,
    type_perimetre, siret, epci, departements, axes, avertissements, regle)
SELECT DISTINCT ON (candidature_id) candidature_id, rang, recu_le, ARRAY[region], nom_territoire,
    ltrim(nom_cherche(nom_territoire)),
    coalesce(jsonb_extract_path_text(instantane, 'perimetre', 'type_perimetre'), ''),
    siret, epci, '{}', '{}', '{}', 0
FROM depot
ORDER BY candidature_id, rang DESC
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    """Write them: nobody waits for it, and what is deposited meanwhile has its row."""
    with op.get_context().autocommit_block():
        op.execute("SET statement_timeout = 0")  # for the rest of the run
        op.execute(REPRISE)


def downgrade() -> None:
    """Leave them: the table goes next."""
