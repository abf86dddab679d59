"""The CRC-32 of the files of the form, for archives whose every byte is known beforehand."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; a job reads the files that there are, and those of the releases beside."""
    op.add_column("piece_jointe", sa.Column("crc32", sa.BigInteger()))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("piece_jointe", "crc32")
