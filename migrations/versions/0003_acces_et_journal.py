"""Roles, links, keys; the record chained by hash; the state of files; counters."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ROLES = ("proprietaire", "edition", "lecture", "portail")
GENRES = ("jeton", "agent", "cle")
ETATS_ANTIVIRUS = ("en_attente", "sain", "infecte", "non_analyse")

# What is longer than any address (RFC 5321) is none, and may be too long for an index.
COURRIELS = """
UPDATE candidature SET courriel = lower(dossier #>> '{demandeur,courriel}')
WHERE length(lower(dossier #>> '{demandeur,courriel}')) <= 254
"""


def _parmi(colonne: str, valeurs: tuple[str, ...]) -> str:
    return "{} IN ({})".format(colonne, ", ".join(f"'{valeur}'" for valeur in valeurs))


def upgrade() -> None:
    """Add them; events written so far are sealed as they stand, files are not scanned."""
    _acces()
    _cles()
    _journal()
    op.add_column("candidature", sa.Column("courriel", sa.Text()))
    op.add_column("candidature", sa.Column("preavis_le", INSTANT))
    op.execute(COURRIELS)
    op.create_index("ix_candidature_courriel", "candidature", ["courriel"])
    op.add_column(
        "piece_jointe",
        sa.Column("antivirus", sa.Text(), server_default="non_analyse", nullable=False),
    )
    op.alter_column("piece_jointe", "antivirus", server_default=None)
    op.add_column("piece_jointe", sa.Column("analysee_le", INSTANT))
    op.create_check_constraint(
        op.f("ck_piece_jointe_antivirus"), "piece_jointe", _parmi("antivirus", ETATS_ANTIVIRUS)
    )
    # The order in which reviewers read the deposits.
    op.create_index("ix_depot_recu_le", "depot", ["recu_le", "candidature_id"])
    op.create_table(
        "compteur",
        sa.Column("cle", sa.LargeBinary(), nullable=False),
        sa.Column("nombre", sa.BigInteger(), nullable=False),
        sa.Column("fin", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("cle", name="pk_compteur"),
    )
    op.create_index("ix_compteur_fin", "compteur", ["fin"])


def _acces() -> None:
    op.add_column("acces", sa.Column("genre", sa.Text(), server_default="jeton", nullable=False))
    op.add_column(
        "acces", sa.Column("role", sa.Text(), server_default="proprietaire", nullable=False)
    )
    for colonne in ("genre", "role"):
        op.alter_column("acces", colonne, server_default=None)
    op.add_column("acces", sa.Column("courriel", sa.Text()))
    op.create_index("ix_acces_courriel", "acces", ["courriel"])
    op.add_column("acces", sa.Column("revoque_le", INSTANT))
    op.create_check_constraint(op.f("ck_acces_genre"), "acces", _parmi("genre", GENRES))
    op.create_check_constraint(op.f("ck_acces_role"), "acces", _parmi("role", ROLES))
    op.drop_constraint("pk_acces", "acces")
    op.create_primary_key("pk_acces", "acces", ["id"])
    op.alter_column("acces", "empreinte", nullable=True)
    op.create_unique_constraint("uq_acces_empreinte", "acces", ["empreinte", "candidature_id"])
    op.create_table(
        "lien",
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("acces_id", sa.Uuid(), nullable=False),
        sa.Column("courriel", sa.Text(), nullable=False),
        sa.Column("expire_le", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("empreinte", name="pk_lien"),
        sa.ForeignKeyConstraint(
            ["acces_id"], ["acces.id"], name="fk_lien_acces_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_lien_acces_id", "lien", ["acces_id"])
    op.create_index("ix_lien_expire_le", "lien", ["expire_le"])


def _cles() -> None:
    op.create_table(
        "cle_api",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("titulaire", sa.Uuid(), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("prefixe", sa.Text(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("portees", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("regions", sa.ARRAY(sa.Text())),
        sa.Column("reseaux", sa.ARRAY(sa.Text())),
        sa.Column("creee_le", INSTANT, nullable=False),
        sa.Column("creee_par", sa.Text(), nullable=False),
        sa.Column("expire_le", INSTANT),
        sa.Column("revoquee_le", INSTANT),
        sa.Column("revoquee_par", sa.Text()),
        sa.Column("dernier_usage", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_cle_api"),
        sa.UniqueConstraint("empreinte", name="uq_cle_api_empreinte"),
    )
    op.create_index("ix_cle_api_titulaire", "cle_api", ["titulaire"])
    op.create_table(
        "portail_reference",
        sa.Column("titulaire", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("titulaire", "reference", name="pk_portail_reference"),
        sa.ForeignKeyConstraint(
            ["candidature_id"], ["candidature.id"], name="fk_portail_reference_candidature_id"
        ),
    )
    op.create_index("ix_portail_reference_candidature_id", "portail_reference", ["candidature_id"])


SCEAU = """
CREATE FUNCTION sceau(
    avant bytea, candidature uuid, genre text, le timestamptz, acces uuid, auteur text,
    origine text, version bigint, details jsonb
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(avant || convert_to(concat_ws(E'\\n',
        candidature, genre, (extract(epoch FROM le) * 1000000)::bigint,
        coalesce(acces::text, ''), auteur, coalesce(origine, ''), version, details
    ), 'UTF8'))
$$
"""
SCELLER = """
DO $$
DECLARE
    ligne record;
    tete bytea := '';
    de uuid;
BEGIN
    FOR ligne IN SELECT * FROM evenement ORDER BY candidature_id, id LOOP
        IF de IS DISTINCT FROM ligne.candidature_id THEN
            de := ligne.candidature_id;
            tete := '';
        END IF;
        tete := sceau(tete, de, ligne.genre, ligne.le, ligne.acces_id, ligne.auteur,
            ligne.origine, ligne.version, ligne.details);
        UPDATE evenement SET empreinte = tete WHERE candidature_id = de AND id = ligne.id;
        UPDATE candidature SET chaine = tete WHERE id = de;
    END LOOP;
END $$
"""
# A deposit goes when its candidature has been erased, and only then; all of them, and the record,
# when the sandbox is emptied.
REFUSER = """
CREATE OR REPLACE FUNCTION refuser_la_reecriture() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'depot' AND TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM candidature
                   WHERE id = OLD.candidature_id AND etat = 'supprimee') THEN
            RETURN OLD;
        END IF;
    END IF;
    IF TG_OP = 'TRUNCATE' AND current_setting('ti.reinitialisation', true) = 'bac à sable' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% ne se réécrit pas', TG_TABLE_NAME;
END $$
"""


def _journal() -> None:
    op.execute(SCEAU)
    op.add_column(
        "evenement", sa.Column("auteur", sa.Text(), server_default="proprietaire", nullable=False)
    )
    op.alter_column("evenement", "auteur", server_default=None)
    op.add_column("evenement", sa.Column("origine", sa.Text()))
    for table, colonne in (("evenement", "empreinte"), ("candidature", "chaine")):
        op.add_column(
            table, sa.Column(colonne, sa.LargeBinary(), server_default="", nullable=False)
        )
        op.alter_column(table, colonne, server_default=None)
    op.execute("ALTER TABLE evenement DISABLE TRIGGER evenement_immuable")
    op.execute(SCELLER)
    op.execute("ALTER TABLE evenement ENABLE TRIGGER evenement_immuable")
    op.execute(REFUSER)
    for table in ("evenement", "depot"):
        op.execute(
            f"CREATE TRIGGER {table}_entier BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuser_la_reecriture()"
        )


def downgrade() -> None:
    """Drop them: only the owners' secrets still open anything; what happened stays, unsealed."""
    op.drop_index("ix_depot_recu_le", "depot")
    for table in ("evenement", "depot"):
        op.execute(f"DROP TRIGGER {table}_entier ON {table}")
    for table in ("compteur", "portail_reference", "cle_api", "lien"):
        op.drop_table(table)
    for table, colonnes in (
        ("piece_jointe", ("antivirus", "analysee_le")),
        ("candidature", ("courriel", "preavis_le", "chaine")),
        ("evenement", ("auteur", "origine", "empreinte")),
    ):
        for colonne in colonnes:
            op.drop_column(table, colonne)
    # Without roles, whoever could read or write would own it.
    op.execute(
        "DELETE FROM acces WHERE empreinte IS NULL OR genre <> 'jeton' OR role <> 'proprietaire'"
    )
    op.drop_constraint("uq_acces_empreinte", "acces")
    op.drop_constraint("pk_acces", "acces")
    op.create_primary_key("pk_acces", "acces", ["empreinte"])
    for colonne in ("genre", "role", "courriel", "revoque_le"):
        op.drop_column("acces", colonne)
    op.execute(
        "DROP FUNCTION sceau(bytea, uuid, text, timestamptz, uuid, text, text, bigint, jsonb)"
    )
