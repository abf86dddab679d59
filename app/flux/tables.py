"""The feed: what is published, by positions that grow and are never given twice."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.kit.postgres.database import metadata

_CODES: Final = ARRAY(Text)

# Append-only, and kept as long as the record; nothing in it is personal.
flux = Table(
    "flux",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Uuid, nullable=False, unique=True),
    Column("evenement_id", BigInteger, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("le", DateTime(timezone=True), nullable=False),
    Column("candidature_id", Uuid, nullable=False),
    # Of the candidature, from 1, without a hole; what is told on demand has that of the one before.
    Column("sequence", BigInteger, nullable=False),
    Column("etat", Text, nullable=False),
    Column("numero", Text),
    # The last deposit, the regions that it concerns, those that it leaves: who reviews there is
    # told so.
    Column("depot", BigInteger),
    Column("regions", _CODES, nullable=False),
    Column("quittees", _CODES, nullable=False),
    Column("portail", LargeBinary),
    Column("reference", Text),
    Index(None, "candidature_id", "position"),
    Index(None, "portail", "position"),
    Index(None, "le"),
    info={"droits": "SELECT, INSERT"},
)

# Each candidature of which something was published, as of its last position.
flux_suivi = Table(
    "flux_suivi",
    metadata,
    Column("candidature_id", Uuid, primary_key=True),
    Column("position", BigInteger, nullable=False, unique=True),
    Column("sequence", BigInteger, nullable=False),
    # Of the dossier, at that position.
    Column("version", BigInteger, nullable=False),
    Column("depot", BigInteger),
    Column("regions", _CODES, nullable=False),
    # All those where it was ever seen.
    Column("vue_dans", _CODES, nullable=False),
    Column("portail", LargeBinary),
    Column("reference", Text),
    Index(None, "portail", "position"),
    info={"droits": "SELECT, INSERT, UPDATE"},
)

# In which life of the database positions are given: a dump of it, restored, is another one.
flux_epoque = Table(
    "flux_epoque",
    metadata,
    # There is one row.
    Column("seule", Boolean, CheckConstraint("seule", name="seule"), primary_key=True),
    Column("epoque", Uuid, nullable=False),
    Column("identite", Text, nullable=False),
    # When saves of drafts were last told of.
    Column("modifications_le", DateTime(timezone=True)),
    info={"droits": "SELECT, INSERT, UPDATE"},
)
