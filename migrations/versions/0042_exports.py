"""Exports: what was asked for, by whom, what came of it, who took its file."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add both; the last release knows of none."""
    op.create_table(
        "export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agent", sa.Uuid(), nullable=False),
        sa.Column("regions", ARRAY(sa.Text())),
        sa.Column("decide", sa.Boolean(), nullable=False),
        sa.Column("demande", JSONB(), nullable=False),
        sa.Column("etat", sa.Text(), nullable=False),
        sa.Column("essai", sa.BigInteger(), nullable=False),
        sa.Column("fait", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger()),
        sa.Column("demande_le", _INSTANT, nullable=False),
        sa.Column("debut", _INSTANT),
        sa.Column("fin", _INSTANT),
        sa.Column("expire_le", _INSTANT),
        sa.Column("cause", sa.Text()),
        sa.Column("taille", sa.BigInteger()),
        sa.Column("sha256", sa.LargeBinary()),
        sa.Column("fichier", sa.Uuid()),
        sa.PrimaryKeyConstraint("id", name="pk_export"),
    )
    op.create_index("ix_export_agent", "export", ["agent", "demande_le"])
    op.create_index("ix_export_demande_le", "export", ["demande_le", "id"])
    op.create_table(
        "export_pris",
        sa.Column("export_id", sa.Uuid(), nullable=False),
        sa.Column("agent", sa.Uuid(), nullable=False),
        sa.Column("premiere_fois", _INSTANT, nullable=False),
        sa.Column("derniere_fois", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("export_id", "agent", name="pk_export_pris"),
        sa.ForeignKeyConstraint(
            ["export_id"], ["export.id"], name="fk_export_pris_export_id", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    """Drop them: who took what out is forgotten."""
    op.drop_table("export_pris")
    op.drop_table("export")
