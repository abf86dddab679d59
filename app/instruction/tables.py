"""What reviewers do with a deposited candidature; it goes with its row of `instruction`."""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Table,
    Text,
    Uuid,
)

from app.kit.postgres.database import JsonText, metadata

_INSTANT: Final = DateTime(timezone=True)


def _de_l_instruction() -> Column[Any]:
    return Column(
        "candidature_id",
        Uuid,
        ForeignKey("instruction.candidature_id", ondelete="CASCADE"),
        primary_key=True,
    )


affectation = Table(
    "affectation",
    metadata,
    _de_l_instruction(),
    Column("agent", Uuid, primary_key=True, index=True),
    Column("responsable", Boolean, nullable=False),
    Column("le", _INSTANT, nullable=False),
    Column("par", Uuid, nullable=False),
)

# Each version stays: one that replaces another, or takes it back, is another row or an instant.
proposition = Table(
    "proposition",
    metadata,
    _de_l_instruction(),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    # The deposit that it was made of.
    Column("depot", BigInteger, nullable=False),
    Column("sens", Text, nullable=False),
    # The JSON of a `Proposition`.
    Column("contenu", JsonText, nullable=False),
    Column("agent", Uuid, nullable=False),
    Column("le", _INSTANT, nullable=False),
    Column("retiree_le", _INSTANT),
    info={"droits": "SELECT, INSERT, UPDATE"},
)

# What dossiers may be sorted by, without any meaning for their review: `instruction.etiquettes`
# names those of each.
etiquette = Table(
    "etiquette",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("nom", Text, nullable=False),
    # As `simplifier` makes it: two that read alike are one.
    Column("nom_simplifie", Text, nullable=False, unique=True),
    Column("couleur", Text, nullable=False),
)

# Append-only: another one corrects it. It is for those who review, and for nobody else.
note = Table(
    "note",
    metadata,
    _de_l_instruction(),
    # The one that it makes of the dossier.
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Uuid, nullable=False, unique=True),
    Column("texte", Text, nullable=False),
    Column("pointeur", Text),
    Column("agent", Uuid, nullable=False),
    Column("le", _INSTANT, nullable=False),
    info={"droits": "SELECT, INSERT"},
)
