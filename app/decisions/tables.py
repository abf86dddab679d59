"""Lots of decisions, their lines, and the decisions that sealing made of them."""

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
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.kit.postgres.database import JsonText, metadata

_INSTANT: Final = DateTime(timezone=True)

lot = Table(
    "lot",
    metadata,
    Column("id", Uuid, primary_key=True),
    # Of all that is done to it, lines included: its `ETag`.
    Column("version", BigInteger, nullable=False),
    Column("nom", Text, nullable=False),
    # A value of `EtatDeLot`.
    Column("etat", Text, nullable=False),
    Column("publier_le", _INSTANT),
    # Whether who does not decide is kept from the sense of its decisions until they are published.
    Column("secret", Boolean, nullable=False),
    # The JSON of a `Signataire`.
    Column("signataire", JsonText),
    # Those of who made it, null for all: whoever decides for these sees it.
    Column("regions", ARRAY(Text)),
    Column("cree_le", _INSTANT, nullable=False),
    # An id of the directory.
    Column("agent", Uuid, nullable=False),
    Column("arrete_le", _INSTANT),
    Column("publie_le", _INSTANT),
    Index("ix_lot_cree_le", "cree_le", "id"),
    # What is due to be published.
    Index("ix_lot_a_publier", "publier_le", postgresql_where=text("etat = 'arrete'")),
)

# Who did what, by the version that it made of the lot; `raison` where one is due.
acte_de_lot = Table(
    "acte_de_lot",
    metadata,
    Column("lot", Uuid, ForeignKey("lot.id", ondelete="CASCADE"), primary_key=True),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("genre", Text, nullable=False),
    Column("le", _INSTANT, nullable=False),
    # Null for the service itself, at the instant of publication.
    Column("agent", Uuid),
    Column("raison", Text),
    info={"droits": "SELECT, INSERT, DELETE"},
)

ligne_de_lot = Table(
    "ligne_de_lot",
    metadata,
    Column("lot", Uuid, ForeignKey("lot.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "candidature_id",
        Uuid,
        ForeignKey("instruction.candidature_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    # The rank of the deposit that it was decided on.
    Column("depot", BigInteger, nullable=False),
    Column("sens", Text, nullable=False),
    Column("motifs", ARRAY(Text), nullable=False),
    Column("motivation", Text),
    # The JSON of a `TerritoireRetenu`; null for the territory that was asked for.
    Column("territoire_retenu", JsonText),
    # `ti-RRNN`, if it is given and not left to the sealing.
    Column("code", Text),
    # Why an EPCI of it may stand in another accepted territory.
    Column("admis", Text),
    # The version of the proposition that it says, null where it says something else.
    Column("proposition", BigInteger),
    Column("publiee", Boolean, nullable=False),
    # A candidature stands in one unpublished lot at most.
    Index(
        "ix_ligne_de_lot_candidature",
        "candidature_id",
        unique=True,
        postgresql_where=text("NOT publiee"),
    ),
    Index("ix_ligne_de_lot_candidature_id", "candidature_id"),
)

# Codes that were published: what was dated by one keeps its meaning, though what it was given to is
# erased. Nothing in it is of anybody.
code_donne = Table(
    "code_donne",
    metadata,
    Column("code", Text, primary_key=True),
    info={"droits": "SELECT, INSERT"},
)

# Written by the sealing; nobody but who decides is shown one before it is published.
decision = Table(
    "decision",
    metadata,
    Column(
        "candidature_id",
        Uuid,
        ForeignKey("instruction.candidature_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    # 1, then one more for each decision that follows a re-examination.
    Column("rang", BigInteger, primary_key=True, autoincrement=False),
    Column("lot", Uuid, ForeignKey("lot.id"), nullable=False, index=True),
    # The rank of the deposit that it is about.
    Column("depot", BigInteger, nullable=False),
    Column("sens", Text, nullable=False),
    # The JSON of a `ContenuDeDecision`.
    Column("contenu", JsonText, nullable=False),
    # `ti-RRNN` of a territory that is accepted.
    Column("code", Text, index=True),
    Column("arretee_le", _INSTANT, nullable=False),
    # Null until it is published.
    Column("publiee_le", _INSTANT, index=True),
    # When it was taken back, why (a value of `MotifDeReexamen`, and words), on which ground, by
    # whom.
    Column("rapportee_le", _INSTANT),
    Column("motif_du_rapport", Text),
    Column("raison", Text),
    Column("fondement", Text),
    Column("rapportee_par", Uuid),
    # When its letter was first opened by who applies, when they were last reminded that it waits.
    Column("consultee_le", _INSTANT),
    Column("rappelee_le", _INSTANT),
    # As it was signed, its signature with it, to the byte; and the SHA-256 of that.
    Column("lettre", Text, nullable=False),
    Column("empreinte", LargeBinary, nullable=False),
)

# The published decisions that the versions of the results tell of, for ever: it refers to no
# candidature.
decision_diffusee = Table(
    "decision_diffusee",
    metadata,
    Column("candidature_id", Uuid, primary_key=True),
    Column("rang", BigInteger, primary_key=True, autoincrement=False),
    # The INSEE code of the region that leads; null for none.
    Column("region", Text),
    # The JSON of a `TerritoireDiffuse`; null where nothing is granted.
    Column("territoire", JsonText),
    # The first version that tells of it, and the first that does not any more.
    Column("entree", BigInteger, ForeignKey("resultat.numero"), nullable=False),
    Column("sortie", BigInteger, ForeignKey("resultat.numero")),
    info={"droits": "SELECT, INSERT, UPDATE"},
)
