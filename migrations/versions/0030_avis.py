"""Opinions that reviewers ask of outsiders."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add them; the last release knows of none."""
    op.create_table(
        "avis",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("depot", sa.BigInteger(), nullable=False),
        sa.Column("courriel", sa.Text(), nullable=False),
        sa.Column("fonction", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("sections", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("echeance", _INSTANT, nullable=False),
        sa.Column("demande_le", _INSTANT, nullable=False),
        sa.Column("agent", sa.Uuid(), nullable=False),
        sa.Column("prevenu_le", _INSTANT, nullable=False),
        sa.Column("revoque_le", _INSTANT),
        sa.Column("empreinte", sa.LargeBinary()),
        sa.Column("brouillon", postgresql.JSONB()),
        sa.Column("envois", sa.BigInteger(), nullable=False),
        sa.Column("sens", sa.Text()),
        sa.Column("rendu_le", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_avis"),
        sa.UniqueConstraint("empreinte", name="uq_avis_empreinte"),
        sa.ForeignKeyConstraint(
            ["candidature_id"],
            ["instruction.candidature_id"],
            name="fk_avis_candidature_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_avis_candidature_id", "avis", ["candidature_id"])
    op.create_index("ix_avis_courriel", "avis", ["courriel"])
    op.create_index("ix_avis_echeance", "avis", ["echeance"])
    op.create_table(
        "lien_avis",
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("avis_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("empreinte", name="pk_lien_avis"),
        sa.ForeignKeyConstraint(
            ["avis_id"], ["avis.id"], name="fk_lien_avis_avis_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_lien_avis_avis_id", "lien_avis", ["avis_id"])
    op.create_table(
        "avis_rendu",
        sa.Column("avis_id", sa.Uuid(), nullable=False),
        sa.Column("envoi", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sens", sa.Text(), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("le", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("avis_id", "envoi", name="pk_avis_rendu"),
        sa.ForeignKeyConstraint(
            ["avis_id"], ["avis.id"], name="fk_avis_rendu_avis_id", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    """Drop them: what was asked and answered goes."""
    op.drop_table("avis_rendu")
    op.drop_table("lien_avis")
    op.drop_table("avis")
