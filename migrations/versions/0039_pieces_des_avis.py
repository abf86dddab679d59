"""The files of who is consulted, as `0032` made those of messages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add them; the last release knows of none."""
    op.create_table(
        "piece_avis",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("taille", sa.BigInteger(), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("jointe_le", INSTANT, nullable=False),
        sa.Column("antivirus", sa.Text(), nullable=False),
        sa.Column("analysee_le", INSTANT),
        sa.Column("avis_id", sa.Uuid(), nullable=False),
        sa.Column("envoi", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_piece_avis"),
        sa.CheckConstraint(
            "antivirus IN ('en_attente', 'sain', 'infecte', 'non_analyse')", name="antivirus"
        ),
        sa.ForeignKeyConstraint(
            ["candidature_id"],
            ["instruction.candidature_id"],
            name="fk_piece_avis_candidature_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["avis_id"], ["avis.id"], name="fk_piece_avis_avis_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_piece_avis_candidature_id", "piece_avis", ["candidature_id"])
    op.create_index("ix_piece_avis_avis_id", "piece_avis", ["avis_id"])
    op.create_index(
        "ix_piece_avis_en_attente",
        "piece_avis",
        ["jointe_le"],
        postgresql_where=sa.text("antivirus = 'en_attente'"),
    )
    op.add_column(
        "avis_rendu",
        sa.Column("pieces", ARRAY(sa.Uuid()), nullable=False, server_default="{}"),
    )


def downgrade() -> None:
    """Drop them: their files stay in the store, for the sweep."""
    op.drop_column("avis_rendu", "pieces")
    op.drop_table("piece_avis")
