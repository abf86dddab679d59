"""Views: each belongs to somebody of the directory, and goes with them."""

from typing import Final

from sqlalchemy import Column, DateTime, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from app.kit.postgres.database import JsonText, metadata

_CODES: Final = ARRAY(Text)

vue = Table(
    "vue",
    metadata,
    Column("id", Uuid, primary_key=True),
    # An id of the directory, which nothing refers to.
    Column("agent", Uuid, nullable=False, index=True),
    Column("nom", Text, nullable=False),
    # What the list would be asked for: the JSON of a list of `FiltreDit`.
    Column("filtres", JsonText, nullable=False),
    Column("tri", Text, nullable=False),
    Column("colonnes", _CODES, nullable=False),
    Column("partage", Text, nullable=False),
    # Those whose reviewers it is shared with: the regions of who shared it.
    Column("regions", _CODES, nullable=False),
    Column("creee_le", DateTime(timezone=True), nullable=False),
)
