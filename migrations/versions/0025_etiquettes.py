"""What dossiers are sorted by: labels, and which of them each has."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; no dossier has any, nor gets any from the last release."""
    op.create_table(
        "etiquette",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("nom_simplifie", sa.Text(), nullable=False),
        sa.Column("couleur", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_etiquette"),
        sa.UniqueConstraint("nom_simplifie", name="uq_etiquette_nom_simplifie"),
    )
    op.add_column(
        "instruction",
        sa.Column("etiquettes", ARRAY(sa.Uuid()), nullable=False, server_default="{}"),
    )


def downgrade() -> None:
    """Drop them: what was labelled is not any more."""
    op.drop_column("instruction", "etiquettes")
    op.drop_table("etiquette")
