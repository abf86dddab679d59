"""The feed: positions of what is published, and what waits for one."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
CODES = sa.ARRAY(sa.Text())


def upgrade() -> None:
    """Add them, with what the record tells."""
    op.create_table(
        "a_numeroter",
        sa.Column("evenement_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("le", INSTANT, nullable=False),
        sa.Column("etat", sa.Text(), nullable=False),
        sa.Column("numero", sa.Text()),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("depot", sa.BigInteger()),
        sa.Column("regions", CODES),
        sa.Column("portail", sa.LargeBinary()),
        sa.Column("reference", sa.Text()),
        sa.PrimaryKeyConstraint("evenement_id", name="pk_a_numeroter"),
    )
    op.create_table(
        "flux",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evenement_id", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("le", INSTANT, nullable=False),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("etat", sa.Text(), nullable=False),
        sa.Column("numero", sa.Text()),
        sa.Column("depot", sa.BigInteger()),
        sa.Column("regions", CODES, nullable=False),
        sa.Column("quittees", CODES, nullable=False),
        sa.Column("portail", sa.LargeBinary()),
        sa.Column("reference", sa.Text()),
        sa.PrimaryKeyConstraint("position", name="pk_flux"),
        sa.UniqueConstraint("evenement_id", name="uq_flux_evenement_id"),
        sa.UniqueConstraint("id", name="uq_flux_id"),
    )
    op.create_index("ix_flux_candidature_id", "flux", ["candidature_id", "position"])
    op.create_index("ix_flux_portail", "flux", ["portail", "position"])
    op.create_index("ix_flux_le", "flux", ["le"])
    op.create_table(
        "flux_suivi",
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("depot", sa.BigInteger()),
        sa.Column("regions", CODES, nullable=False),
        sa.Column("vue_dans", CODES, nullable=False),
        sa.Column("portail", sa.LargeBinary()),
        sa.Column("reference", sa.Text()),
        sa.PrimaryKeyConstraint("candidature_id", name="pk_flux_suivi"),
        sa.UniqueConstraint("position", name="uq_flux_suivi_position"),
    )
    op.create_index("ix_flux_suivi_portail", "flux_suivi", ["portail", "position"])
    op.create_table(
        "flux_epoque",
        sa.Column("seule", sa.Boolean(), nullable=False),
        sa.Column("epoque", sa.Uuid(), nullable=False),
        sa.Column("identite", sa.Text(), nullable=False),
        sa.Column("modifications_le", INSTANT),
        sa.CheckConstraint("seule", name=op.f("ck_flux_epoque_seule")),
        sa.PrimaryKeyConstraint("seule", name="pk_flux_epoque"),
    )
    op.execute(D_AVANT)
    op.execute(DECLENCHER)
    # It only reads what is in use, however long that takes.
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute(REPRISE)


# The last release, which serves beside this one, records what it does without asking for a
# position. This asks for it, in the same transaction; what this release writes is there already.
# The release after this one drops it.
D_AVANT = """
CREATE FUNCTION annoncer_d_avant() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO a_numeroter (evenement_id, candidature_id, type, le, etat, numero, version, depot,
                             regions, portail, reference)
    SELECT NEW.id, NEW.candidature_id, CASE NEW.genre
            WHEN 'deposee' THEN CASE WHEN d.rang = 1
                THEN 'candidature.deposee' ELSE 'candidature.redeposee' END
            WHEN 'retiree' THEN 'candidature.retiree'
            WHEN 'supprimee' THEN 'candidature.supprimee'
            ELSE 'piece.infectee' END,
        NEW.le, c.etat, c.numero, NEW.version, d.rang,
        CASE WHEN d.rang IS NOT NULL THEN ARRAY[d.region] END,
        coalesce(a.empreinte, s.portail), coalesce(r.reference, s.reference)
    FROM candidature c
    LEFT JOIN depot d ON NEW.genre = 'deposee' AND d.candidature_id = c.id
        AND d.rang = CAST(jsonb_extract_path_text(NEW.details, 'depot') AS integer)
    LEFT JOIN acces a ON a.candidature_id = c.id AND a.role = 'portail'
    LEFT JOIN portail_reference r ON r.candidature_id = c.id
    LEFT JOIN flux_suivi s ON s.candidature_id = c.id
    WHERE c.id = NEW.candidature_id
    ON CONFLICT DO NOTHING;
    PERFORM pg_notify('ti_a_numeroter', '');
    RETURN NULL;
END $$
"""
DECLENCHER = """
CREATE TRIGGER annoncer_d_avant AFTER INSERT ON evenement FOR EACH ROW
WHEN (NEW.genre IN ('deposee', 'retiree', 'supprimee', 'piece_infectee'))
EXECUTE FUNCTION annoncer_d_avant()
"""
# What was published before there was a feed, as the record tells it: a candidature that somebody
# follows is known of from its first deposit on.
REPRISE = """
INSERT INTO a_numeroter (evenement_id, candidature_id, type, le, etat, numero, version, depot,
                         regions, portail, reference)
SELECT e.id, e.candidature_id, t.type, e.le, t.etat, c.numero, e.version, d.rang,
       CASE WHEN d.rang IS NOT NULL THEN ARRAY[d.region] END,
       a.empreinte, r.reference
FROM evenement e
JOIN candidature c ON c.id = e.candidature_id
LEFT JOIN depot d ON e.genre = 'deposee' AND d.candidature_id = e.candidature_id
    AND d.rang = CAST(jsonb_extract_path_text(e.details, 'depot') AS integer)
LEFT JOIN acces a ON a.candidature_id = e.candidature_id AND a.role = 'portail'
LEFT JOIN portail_reference r ON r.candidature_id = e.candidature_id
CROSS JOIN LATERAL (
    SELECT CASE e.genre
        WHEN 'deposee' THEN
            CASE WHEN jsonb_extract_path_text(e.details, 'depot') = '1'
                THEN 'candidature.deposee' ELSE 'candidature.redeposee' END
        WHEN 'retiree' THEN 'candidature.retiree'
        WHEN 'supprimee' THEN 'candidature.supprimee'
        WHEN 'piece_infectee' THEN 'piece.infectee' END AS type,
    CASE WHEN e.genre IN ('deposee', 'retiree', 'supprimee') THEN e.genre
        ELSE c.etat END AS etat
) t
WHERE e.genre IN ('deposee', 'retiree', 'supprimee', 'piece_infectee')
"""


def downgrade() -> None:
    """Drop them: who follows starts over."""
    op.execute("DROP TRIGGER annoncer_d_avant ON evenement")
    op.execute("DROP FUNCTION annoncer_d_avant()")
    for table in ("flux_epoque", "flux_suivi", "flux", "a_numeroter"):
        op.drop_table(table)
