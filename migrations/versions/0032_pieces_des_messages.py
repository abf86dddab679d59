"""The files of messages.

0.3.0 knows of none, and erases at night those older than a day: `docs/migrations.md` says when it
has to be stopped.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add them; the last release knows of none."""
    op.create_table(
        "piece_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidature_id", sa.Uuid(), nullable=False),
        sa.Column("cote", sa.Text(), nullable=False),
        sa.Column("auteur", sa.Uuid(), nullable=False),
        sa.Column("message", sa.BigInteger()),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("taille", sa.BigInteger(), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("jointe_le", INSTANT, nullable=False),
        sa.Column("antivirus", sa.Text(), nullable=False),
        sa.Column("analysee_le", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_piece_message"),
        sa.CheckConstraint(
            "antivirus IN ('en_attente', 'sain', 'infecte', 'non_analyse')", name="antivirus"
        ),
        sa.ForeignKeyConstraint(
            ["candidature_id"],
            ["instruction.candidature_id"],
            name="fk_piece_message_candidature_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_piece_message_candidature_id", "piece_message", ["candidature_id", "message"]
    )
    op.create_index(
        "ix_piece_message_en_attente",
        "piece_message",
        ["jointe_le"],
        postgresql_where=sa.text("antivirus = 'en_attente'"),
    )
    op.create_index(
        "ix_piece_message_a_envoyer",
        "piece_message",
        ["jointe_le"],
        postgresql_where=sa.text("message IS NULL"),
    )


def downgrade() -> None:
    """Drop them: their files stay in the store, for the sweep."""
    op.drop_table("piece_message")
