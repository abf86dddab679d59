"""News, by positions that grow and are never given twice; how far each agent has read."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Index, Table, Text, Uuid

from app.kit.postgres.database import metadata

# Append-only, and kept as long as the record: nothing in it was typed.
nouveaute = Table(
    "nouveaute",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("evenement_id", BigInteger, nullable=False, unique=True),
    Column("candidature_id", Uuid, nullable=False),
    Column("genre", Text, nullable=False),
    Column("le", DateTime(timezone=True), nullable=False),
    # An id of the directory; null for the service itself, or the applicant.
    Column("agent", Uuid),
    Index("ix_nouveaute_candidature_id_position", "candidature_id", "position"),
    info={"droits": "SELECT, INSERT"},
)

# The last of each dossier, written with it: whether something is new there reads one row, however
# much there is.
derniere_nouveaute = Table(
    "derniere_nouveaute",
    metadata,
    Column("candidature_id", Uuid, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("agent", Uuid),
    # Of the last one that is not of this agent: to them, their own are no news.
    Column("d_un_autre", BigInteger),
    info={"droits": "SELECT, INSERT, UPDATE"},
)

# It goes with who reads: `app/rgpd/oublier_agent.py`.
lecture = Table(
    "lecture",
    metadata,
    Column("agent", Uuid, primary_key=True),
    Column("position", BigInteger, nullable=False),
)

# Who does not want the daily mail, and what the last one told; it goes with who it is of.
courrier = Table(
    "courrier",
    metadata,
    Column("agent", Uuid, primary_key=True),
    Column("voulu", Boolean, nullable=False),
    # Of the last day that somebody looked whether there was something to tell, in Paris.
    Column("jour", Date),
    Column("position", BigInteger),
)
