"""Webhooks: endpoints, deliveries, attempts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "crochet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("titulaire", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("libelle", sa.Text(), nullable=False),
        sa.Column("types", sa.ARRAY(sa.Text())),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("courriel", sa.Text()),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("ancien_secret", sa.LargeBinary()),
        sa.Column("ancien_jusqu_a", INSTANT),
        sa.Column("cree_le", INSTANT, nullable=False),
        sa.Column("actif", sa.Boolean(), nullable=False),
        sa.Column("coupe_pour", sa.Text()),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("echoue_depuis", INSTANT),
        sa.Column("echecs", sa.BigInteger(), nullable=False),
        sa.Column("avertissements", sa.BigInteger(), nullable=False),
        sa.Column("reprend_le", INSTANT),
        sa.CheckConstraint("format IN ('json', 'cloudevents')", name=op.f("ck_crochet_format")),
        sa.PrimaryKeyConstraint("id", name="pk_crochet"),
    )
    op.create_index("ix_crochet_titulaire", "crochet", ["titulaire"])
    op.create_table(
        "livraison",
        sa.Column("crochet_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("etat", sa.Text(), nullable=False),
        sa.Column("essais", sa.BigInteger(), nullable=False),
        sa.Column("prochaine", INSTANT, nullable=False),
        sa.Column("en_cours", sa.Boolean(), nullable=False),
        sa.Column("finie_le", INSTANT),
        sa.CheckConstraint(
            "etat IN ('en_attente', 'livree', 'abandonnee')", name=op.f("ck_livraison_etat")
        ),
        sa.ForeignKeyConstraint(
            ["crochet_id"], ["crochet.id"], name="fk_livraison_crochet_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("crochet_id", "position", name="pk_livraison"),
    )
    op.create_index(
        "ix_livraison_due",
        "livraison",
        ["crochet_id", "prochaine"],
        postgresql_where=sa.text("etat = 'en_attente'"),
    )
    op.create_index(
        "ix_livraison_suite",
        "livraison",
        ["crochet_id", "candidature_id", "position"],
        postgresql_where=sa.text("etat = 'en_attente'"),
    )
    op.create_index(
        "ix_livraison_en_cours",
        "livraison",
        ["crochet_id"],
        postgresql_where=sa.text("en_cours"),
    )
    op.create_index("ix_livraison_finie_le", "livraison", ["finie_le"])
    op.create_table(
        "tentative",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("crochet_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger()),
        sa.Column("le", INSTANT, nullable=False),
        sa.Column("duree_ms", sa.BigInteger(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("statut", sa.BigInteger()),
        sa.Column("envoyes", postgresql.JSONB(), nullable=False),
        sa.Column("recus", postgresql.JSONB()),
        sa.Column("corps", sa.LargeBinary()),
        sa.ForeignKeyConstraint(
            ["crochet_id"], ["crochet.id"], name="fk_tentative_crochet_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_tentative"),
    )
    op.create_index("ix_tentative_crochet_id", "tentative", ["crochet_id", "position", "id"])
    op.create_index("ix_tentative_le", "tentative", ["le"])


def downgrade() -> None:
    """Drop them, with what is still to be sent: the feed has it all."""
    for table in ("tentative", "livraison", "crochet"):
        op.drop_table(table)
