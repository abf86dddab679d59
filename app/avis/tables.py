"""The opinions that are asked of outsiders; they go with the dossier of reviewers."""

from typing import Final

from sqlalchemy import (
    BigInteger,
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
from sqlalchemy.dialects.postgresql import ARRAY

from app.kit.postgres.database import JsonText, metadata

_INSTANT: Final = DateTime(timezone=True)

avis = Table(
    "avis",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column(
        "candidature_id",
        Uuid,
        ForeignKey("instruction.candidature_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    # That of the dossier which asking for it made.
    Column("version", BigInteger, nullable=False),
    # The deposit that is shown, the last one when it was asked.
    Column("depot", BigInteger, nullable=False),
    Column("courriel", Text, nullable=False, index=True),
    Column("fonction", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("sections", ARRAY(Text), nullable=False),
    Column("echeance", _INSTANT, nullable=False),
    Column("demande_le", _INSTANT, nullable=False),
    # An id of the directory.
    Column("agent", Uuid, nullable=False),
    # When they were last written to: no reminder is due of what they were told since.
    Column("prevenu_le", _INSTANT, nullable=False),
    Column("revoque_le", _INSTANT),
    # By which who is consulted is known, once a link has been followed.
    Column("empreinte", LargeBinary, unique=True),
    # The JSON of a `ReponseEbauchee`.
    Column("brouillon", JsonText),
    # Of the answer sent last: what is listed and counted reads no other table.
    Column("envois", BigInteger, nullable=False),
    Column("sens", Text),
    Column("rendu_le", _INSTANT),
    Index("ix_avis_echeance", "echeance"),
    info={"droits": "SELECT, INSERT, UPDATE"},
)

# A link that gives its opinion a new secret, once.
lien_avis = Table(
    "lien_avis",
    metadata,
    Column("empreinte", LargeBinary, primary_key=True),
    Column("avis_id", Uuid, ForeignKey("avis.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("cree_le", _INSTANT, nullable=False, server_default=text("now()")),
)

# Append-only: one that is sent again is another row.
avis_rendu = Table(
    "avis_rendu",
    metadata,
    Column("avis_id", Uuid, ForeignKey("avis.id", ondelete="CASCADE"), primary_key=True),
    Column("envoi", BigInteger, primary_key=True, autoincrement=False),
    Column("sens", Text, nullable=False),
    Column("texte", Text, nullable=False),
    Column("le", _INSTANT, nullable=False),
    # The ids of `piece_avis`, in the order in which they were named.
    Column("pieces", ARRAY(Uuid), nullable=False, server_default="{}"),
    info={"droits": "SELECT, INSERT"},
)
