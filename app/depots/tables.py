"""The deposits: immutable snapshots, each with its signed receipt; when they first came; what
reviewers find them by.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

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


# What reviewers work on: one row for each candidature that was ever deposited, as of its last
# deposit. Apart from `candidature`, which every save writes: `version` moves with what they do.
instruction = Table(
    "instruction",
    metadata,
    Column("candidature_id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False, server_default="1"),
    Column("rang", BigInteger, nullable=False),
    Column("recu_le", DateTime(timezone=True), nullable=False),
    # When something was last done of it; null where the last release alone wrote it.
    Column("maj_le", DateTime(timezone=True)),
    # When the applicant was told by mail that the review had begun.
    Column("prise_annoncee_le", DateTime(timezone=True)),
    # Codes of `Region`: all those concerned may read it, the one that leads proposes.
    Column("regions", ARRAY(Text), nullable=False),
    Column("region_pilote", Text),
    # By people, which no deposit undoes while that region is concerned.
    Column("pilote_choisie", Boolean, nullable=False, server_default="false"),
    Column("nom", Text, nullable=False),
    Column("nom_simplifie", Text, nullable=False),
    Column("type_perimetre", Text, nullable=False),
    Column("siret", Text, nullable=False),
    Column("epci", ARRAY(Text), nullable=False),
    Column("departements", ARRAY(Text), nullable=False),
    Column("axes", ARRAY(Text), nullable=False),
    Column("avertissements", ARRAY(Text), nullable=False),
    # Ids of `etiquette`, put on by reviewers.
    Column("etiquettes", ARRAY(Uuid), nullable=False, server_default="{}"),
    # The lot that its decision was sealed in, and when that was; `sens_secret`: whether its sense
    # is kept, until it is published, from who does not decide.
    Column("lot", Uuid),
    Column("arretee_le", DateTime(timezone=True)),
    Column("sens_secret", Boolean, nullable=False, server_default="false"),
    # The words of the whole deposit; null until they are known.
    Column("recherche", TSVECTOR),
    # Under which rules all this was made: `app/depots/inscription.py`.
    Column("regle", BigInteger, nullable=False),
    # It goes with the deposit, as an erasure takes it away.
    ForeignKeyConstraint(
        ["candidature_id", "rang"],
        ["depot.candidature_id", "depot.rang"],
        name="fk_instruction_depot",
        ondelete="CASCADE",
    ),
    Index("ix_instruction_regions", "regions", postgresql_using="gin"),
    Index("ix_instruction_epci", "epci", postgresql_using="gin"),
    Index("ix_instruction_departements", "departements", postgresql_using="gin"),
    Index("ix_instruction_avertissements", "avertissements", postgresql_using="gin"),
    Index("ix_instruction_etiquettes", "etiquettes", postgresql_using="gin"),
    Index("ix_instruction_recherche", "recherche", postgresql_using="gin"),
    Index("ix_instruction_recu_le", "recu_le", "candidature_id"),
    Index("ix_instruction_nom_simplifie", "nom_simplifie", "candidature_id"),
    Index("ix_instruction_region_pilote", "region_pilote", "recu_le", "candidature_id"),
    Index("ix_instruction_siret", "siret"),
    Index("ix_instruction_lot", "lot", postgresql_where=text("lot IS NOT NULL")),
    Index("ix_instruction_regle", "regle"),
    info={"droits": "SELECT, INSERT, UPDATE"},
)


# Who did what, by the version that it made: what a 412 tells. Nothing in it was typed.
acte_instruction = Table(
    "acte_instruction",
    metadata,
    Column(
        "candidature_id",
        Uuid,
        ForeignKey("instruction.candidature_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("genre", Text, nullable=False),
    Column("le", DateTime(timezone=True), nullable=False),
    # An id of the directory; null for the service itself, or the applicant.
    Column("agent", Uuid),
    info={"droits": "SELECT, INSERT"},
)

# When a dossier last changed: the last release deposits again without saying so.
MAJ_LE: Final = func.greatest(
    instruction.c.maj_le, instruction.c.recu_le, type_=DateTime(timezone=True)
)
Index("ix_instruction_derniere_maj", MAJ_LE.label("maj"), instruction.c.candidature_id)

# A name as `simplifier` makes it, each word after a space: a function of the database, so that the
# planner knows what it costs.
NOM_CHERCHE: Final = func.nom_cherche(depot.c.nom_territoire, type_=Text)
# By the trigrams of a word (pg_trgm), wherever it stands in the name: the last release looks there.
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
