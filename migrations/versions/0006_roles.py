"""What the role that serves has no right to do itself: empty a sandbox, lock the record."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# The path is set for a table of the caller's own (`pg_temp`) never to be read in place of ours.
REFUSER = """
CREATE OR REPLACE FUNCTION refuser_la_reecriture() RETURNS trigger LANGUAGE plpgsql {chemin} AS $$
BEGIN
    IF TG_TABLE_NAME = 'depot' AND TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM candidature
                   WHERE id = OLD.candidature_id AND etat = 'supprimee') THEN
            RETURN OLD;
        END IF;
    END IF;
    IF TG_OP = 'TRUNCATE' AND {permis} THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% ne se réécrit pas', TG_TABLE_NAME;
END $$
"""
CHEMIN = "SET search_path = pg_catalog, public, pg_temp"
UN_BAC_A_SABLE = "EXISTS (SELECT FROM marque WHERE nature = 'bac_a_sable')"
AVANT = "current_setting('ti.reinitialisation', true) = 'bac à sable'"

# The tables of releases to come as well, but for what says how they are made and worked on.
VIDER = """
CREATE FUNCTION vider_le_bac_a_sable() RETURNS void LANGUAGE plpgsql SECURITY DEFINER {chemin} AS $$
BEGIN
    IF NOT {permis} THEN
        RAISE EXCEPTION 'Seul un bac à sable se vide';
    END IF;
    EXECUTE (
        SELECT format('TRUNCATE %s RESTART IDENTITY', string_agg(quote_ident(tablename), ', '))
        FROM pg_tables
        WHERE schemaname = 'public'
        AND tablename NOT IN ('alembic_version', 'marque', 'pgqueuer_schedules')
    );
END $$
"""
# Ids are given before the commit: who reads the last one waits for those who write, which takes a
# lock that only who may rewrite the table can ask for.
DERNIER = """
CREATE FUNCTION dernier_evenement() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER {chemin} AS $$
BEGIN
    LOCK TABLE evenement IN SHARE MODE;
    RETURN coalesce((SELECT max(id) FROM evenement), 0);
END $$
"""
FONCTIONS = ("vider_le_bac_a_sable()", "dernier_evenement()")


def upgrade() -> None:
    """Add both; the record of a sandbox alone can be emptied, whatever a session has set."""
    for definition in (REFUSER, VIDER, DERNIER):
        op.execute(definition.format(chemin=CHEMIN, permis=UN_BAC_A_SABLE))
    for fonction in FONCTIONS:
        op.execute(f"REVOKE ALL ON FUNCTION {fonction} FROM PUBLIC")


def downgrade() -> None:
    """Drop them: the service needs the rights of the owner again."""
    for fonction in FONCTIONS:
        op.execute(f"DROP FUNCTION {fonction}")
    op.execute(REFUSER.format(chemin="", permis=AVANT))
