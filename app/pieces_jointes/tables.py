"""The files of messages; those of the form stand with the draft (`app/candidatures/tables.py`).

A table of their own: no count of a draft's files, no deposit and no release that knows of none can
take one for the other.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)

from app.candidatures.tables import Antivirus
from app.kit.postgres.database import metadata

_ANTIVIRUS: Final = ", ".join(f"'{etat.value}'" for etat in Antivirus)
_INSTANT: Final = DateTime(timezone=True)

piece_message = Table(
    "piece_message",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column(
        "candidature_id",
        Uuid,
        ForeignKey("instruction.candidature_id", ondelete="CASCADE"),
        nullable=False,
    ),
    # The side and whoever sent it, as the message will say them.
    Column("cote", Text, nullable=False),
    Column("auteur", Uuid, nullable=False),
    # The rank of the message that it goes with; null until that is sent.
    Column("message", BigInteger),
    Column("nom", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("taille", BigInteger, nullable=False),
    Column("empreinte", LargeBinary, nullable=False),
    Column("jointe_le", _INSTANT, nullable=False),
    Column(
        "antivirus",
        Text,
        CheckConstraint(f"antivirus IN ({_ANTIVIRUS})", name="antivirus"),
        nullable=False,
    ),
    Column("analysee_le", _INSTANT),
    Index(None, "candidature_id", "message"),
    Index(
        "ix_piece_message_en_attente",
        "jointe_le",
        postgresql_where=text("antivirus = 'en_attente'"),
    ),
    Index("ix_piece_message_a_envoyer", "jointe_le", postgresql_where=text("message IS NULL")),
)
