"""The deposits: immutable snapshots, each with its signed receipt; and when they first came."""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    func,
    literal_column,
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
    Index(None, "region"),
    Index(None, "recu_le", "candidature_id"),
    # Deleted with an erased candidature, and only then: a trigger says so.
    info={"droits": "SELECT, INSERT, DELETE"},
)


def _nom_cherche() -> ColumnElement[str]:
    """What `simplifier` does, by PostgreSQL's own functions: accents come apart, then go.

    Constants are part of the text: with parameters, a query could not be answered by the index.
    """
    texte: Any = func.lower(depot.c.nom_territoire)
    for ligature, lettres in (("œ", "oe"), ("æ", "ae")):
        texte = func.replace(texte, literal_column(f"'{ligature}'"), literal_column(f"'{lettres}'"))
    decompose = func.normalize(texte, literal_column("NFKD"))
    accents, rien, toutes = map(literal_column, ("'[\u0300-\u036f]'", "''", "'g'"))
    return func.regexp_replace(decompose, accents, rien, toutes)


NOM_CHERCHE: Final = _nom_cherche()
# By the trigrams of a word (pg_trgm), wherever it stands in the name.
Index(
    "ix_depot_nom_cherche",
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
