"""Exports: what was asked for, by whom, what came of it, who took its file."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.kit.postgres.database import JsonText, metadata

_INSTANT: Final = DateTime(timezone=True)

export = Table(
    "export",
    metadata,
    Column("id", Uuid, primary_key=True),
    # An id of the directory; the regions of whoever asked then, null for all, and whether they
    # decide: nobody reads it who has less.
    Column("agent", Uuid, nullable=False),
    Column("regions", ARRAY(Text)),
    Column("decide", Boolean, nullable=False),
    # The JSON of a `Demande`.
    Column("demande", JsonText, nullable=False),
    Column("etat", Text, nullable=False),
    # Which try it is: one that was taken over changes nothing any more.
    Column("essai", BigInteger, nullable=False),
    Column("fait", BigInteger, nullable=False),
    Column("total", BigInteger),
    Column("demande_le", _INSTANT, nullable=False),
    Column("debut", _INSTANT),
    Column("fin", _INSTANT),
    Column("expire_le", _INSTANT),
    Column("cause", Text),
    Column("taille", BigInteger),
    Column("sha256", LargeBinary),
    # Its name in the store: each try has its own.
    Column("fichier", Uuid),
    Index("ix_export_agent", "agent", "demande_le"),
    Index("ix_export_demande_le", "demande_le", "id"),
)

# Who took its file: the first time, the last one.
export_pris = Table(
    "export_pris",
    metadata,
    Column("export_id", Uuid, ForeignKey("export.id", ondelete="CASCADE"), primary_key=True),
    Column("agent", Uuid, primary_key=True),
    Column("premiere_fois", _INSTANT, nullable=False),
    Column("derniere_fois", _INSTANT, nullable=False),
)
