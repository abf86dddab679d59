"""The files of messages and of opinions; those of the form stand with the draft.

Tables of their own: no count of a draft's files, no deposit and no release that knows of none can
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
from sqlalchemy.schema import SchemaItem

from app.candidatures.tables import Antivirus, piece_jointe
from app.kit.postgres.database import metadata

_ANTIVIRUS: Final = ", ".join(f"'{etat.value}'" for etat in Antivirus)
_INSTANT: Final = DateTime(timezone=True)


def _du_fichier() -> tuple[SchemaItem, ...]:
    """What any of these rows says of its file, and of the candidature that it goes with."""
    return (
        Column("id", Uuid, primary_key=True),
        Column(
            "candidature_id",
            Uuid,
            ForeignKey("instruction.candidature_id", ondelete="CASCADE"),
            nullable=False,
        ),
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
    )


def _attendues(table: str) -> Index:
    """Those that wait for the antivirus."""
    seulement = text("antivirus = 'en_attente'")
    return Index(f"ix_{table}_en_attente", "jointe_le", postgresql_where=seulement)


piece_message = Table(
    "piece_message",
    metadata,
    *_du_fichier(),
    # The side and whoever sent it, as the message will say them.
    Column("cote", Text, nullable=False),
    Column("auteur", Uuid, nullable=False),
    # The rank of the message that it goes with; null until that is sent.
    Column("message", BigInteger),
    Index(None, "candidature_id", "message"),
    _attendues("piece_message"),
    Index("ix_piece_message_a_envoyer", "jointe_le", postgresql_where=text("message IS NULL")),
)

piece_avis = Table(
    "piece_avis",
    metadata,
    *_du_fichier(),
    Column("avis_id", Uuid, ForeignKey("avis.id", ondelete="CASCADE"), nullable=False, index=True),
    # The first answer that it was sent with; null until then.
    Column("envoi", BigInteger),
    Index(None, "candidature_id"),
    _attendues("piece_avis"),
)

TABLES_DE_FICHIERS: Final = (piece_jointe, piece_message, piece_avis)
"""Whose rows name each a file of the store, of a candidature."""
