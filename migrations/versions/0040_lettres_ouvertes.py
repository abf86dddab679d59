"""When a letter of decision was first opened, and when its reader was reminded of it."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_NOMS = ("consultee_le", "rappelee_le")


def upgrade() -> None:
    """Add them; the last release knows of no decision."""
    for nom in _NOMS:
        op.add_column("decision", sa.Column(nom, sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Drop them."""
    for nom in _NOMS:
        op.drop_column("decision", nom)
