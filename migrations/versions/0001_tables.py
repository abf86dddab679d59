"""Candidatures, secrets, files, events, deposits, remembered answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ETATS = (
    "brouillon",
    "deposee",
    "en_instruction",
    "acceptee",
    "refusee",
    "sans_suite",
    "retiree",
    "supprimee",
)


def upgrade() -> None:
    """Create the tables; long JSON is compressed by lz4, events are append-only."""
    op.create_table(
        "candidature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etat", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("version_formulaire", sa.Text(), nullable=False),
        sa.Column("dossier", postgresql.JSONB(), nullable=False),
        sa.Column("numero", sa.Text()),
        sa.Column("creee_le", INSTANT, nullable=False),
        sa.Column("modifiee_le", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_candidature"),
        sa.UniqueConstraint("numero", name="uq_candidature_numero"),
        sa.CheckConstraint(
            "etat IN ({})".format(", ".join(f"'{etat}'" for etat in ETATS)),
            name=op.f("ck_candidature_etat"),
        ),
    )
    op.create_table(
        "acces",
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("cree_le", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("empreinte", name="pk_acces"),
        sa.ForeignKeyConstraint(
            ["candidature_id"], ["candidature.id"], name="fk_acces_candidature_id"
        ),
    )
    op.create_index("ix_acces_candidature_id", "acces", ["candidature_id"])
    op.create_table(
        "piece_jointe",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("rubrique", sa.Text(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("taille", sa.BigInteger(), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("jointe_le", INSTANT, nullable=False),
        sa.Column("retiree_le", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_piece_jointe"),
        sa.ForeignKeyConstraint(
            ["candidature_id"], ["candidature.id"], name="fk_piece_jointe_candidature_id"
        ),
    )
    op.create_index("ix_piece_jointe_candidature_id", "piece_jointe", ["candidature_id"])
    op.create_table(
        "evenement",
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("genre", sa.Text(), nullable=False),
        sa.Column("le", INSTANT, nullable=False),
        sa.Column("acces_id", sa.Uuid()),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("candidature_id", "id", name="pk_evenement"),
    )
    op.create_table(
        "depot",
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("version_formulaire", sa.Text(), nullable=False),
        sa.Column("recu_le", INSTANT, nullable=False),
        sa.Column("instantane", postgresql.JSONB(), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("pieces", postgresql.JSONB(), nullable=False),
        sa.Column("avertissements", postgresql.JSONB(), nullable=False),
        sa.Column("accuse", sa.Text(), nullable=False),
        sa.Column("nom_territoire", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("epci", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("candidature_id", "rang", name="pk_depot"),
        sa.ForeignKeyConstraint(
            ["candidature_id"], ["candidature.id"], name="fk_depot_candidature_id"
        ),
    )
    op.create_index("ix_depot_epci", "depot", ["epci"], postgresql_using="gin")
    op.create_index("ix_depot_region", "depot", ["region"])
    op.create_table(
        "reponse_memorisee",
        sa.Column("cle", sa.LargeBinary(), nullable=False),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("requete", sa.LargeBinary(), nullable=False),
        sa.Column("reponse", sa.Text(), nullable=False),
        sa.Column("le", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("cle", name="pk_reponse_memorisee"),
    )
    op.create_index("ix_reponse_memorisee_le", "reponse_memorisee", ["le"])
    op.create_index("ix_reponse_memorisee_candidature_id", "reponse_memorisee", ["candidature_id"])
    for table, colonne in (("candidature", "dossier"), ("depot", "instantane")):
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {colonne} SET COMPRESSION lz4")
    op.execute(
        "CREATE FUNCTION refuser_la_reecriture() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% ne se réécrit pas', TG_TABLE_NAME; END $$"
    )
    for table in ("evenement", "depot"):
        op.execute(
            f"CREATE TRIGGER {table}_immuable BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuser_la_reecriture()"
        )


def downgrade() -> None:
    """Drop everything."""
    for table in (
        "reponse_memorisee",
        "depot",
        "evenement",
        "piece_jointe",
        "acces",
        "candidature",
    ):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuser_la_reecriture()")
