"""The deposits: immutable snapshots, each with its signed receipt; and when they first came."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.kit.postgres.database import JsonText, metadata

depot = Table(
    "depot",
    metadata,
    Column("candidature_id", Uuid, ForeignKey("candidature.id"), primary_key=True),
    Column("rang", Integer, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    Column("version_formulaire", Text, nullable=False),
    Column("recu_le", DateTime(timezone=True), nullable=False),
    Column("instantane", JsonText, nullable=False),
    Column("empreinte", LargeBinary, nullable=False),
    Column("pieces", JsonText, nullable=False),
    Column("avertissements", JsonText, nullable=False),
    Column("accuse", Text, nullable=False),
    # What reviewers search by.
    Column("nom_territoire", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("siret", Text, nullable=False),
    Column("epci", ARRAY(Text), nullable=False),
    Index("ix_depot_epci", "epci", postgresql_using="gin"),
    Index(None, "siret"),
    Index("ix_depot_region_recu_le", "region", "recu_le", "candidature_id"),
    Index(None, "recu_le", "candidature_id"),
    # Deleted with an erased candidature, and only then: a trigger says so.
    info={"droits": "SELECT, INSERT, DELETE"},
)


# A name as `simplifier` makes it, each word after a space: a function of the database, so that the
# planner knows what it costs.
NOM_CHERCHE: Final = func.nom_cherche(depot.c.nom_territoire, type_=Text)
# By the trigrams of a word (pg_trgm), wherever it stands in the name.
Index(
    "ix_depot_nom_simplifie",
    NOM_CHERCHE.label("nom"),
    _table=depot,
    postgresql_using="gin",
    postgresql_ops={"nom": "gin_trgm_ops"},
)

# When a deposit first came under an `Idempotency-Key`, of which the hash alone is kept.
premiere_arrivee = Table(
    "premiere_arrivee",
    metadata,
    Column("cle", LargeBinary, primary_key=True),
    Column("candidature_id", Uuid, nullable=False),
    Column("le", DateTime(timezone=True), nullable=False),
)
