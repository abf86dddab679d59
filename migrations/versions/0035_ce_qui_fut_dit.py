"""What applicants were told of, and who said to have read messages."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; the last release knows neither of messages nor of reviews."""
    op.add_column("instruction", sa.Column("prise_annoncee_le", sa.DateTime(timezone=True)))
    op.add_column("message_lu", sa.Column("auteur", sa.Uuid()))


def downgrade() -> None:
    """Drop them: who was told may be told again."""
    op.drop_column("message_lu", "auteur")
    op.drop_column("instruction", "prise_annoncee_le")
