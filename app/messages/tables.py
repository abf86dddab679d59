"""What reviewers and the applicant write to each other; it goes with the dossier of reviewers."""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Table,
    Text,
    Uuid,
)

from app.kit.postgres.database import metadata
from app.messages.cotes import Cote

_INSTANT: Final = DateTime(timezone=True)
_COTES: Final = ", ".join(f"'{cote.value}'" for cote in Cote)


def _de_l_instruction() -> Column[Any]:
    return Column(
        "candidature_id",
        Uuid,
        ForeignKey("instruction.candidature_id", ondelete="CASCADE"),
        primary_key=True,
    )


# Append-only, as is what was read of it: a message is answered, never rewritten.
message = Table(
    "message",
    metadata,
    _de_l_instruction(),
    Column("rang", BigInteger, primary_key=True, autoincrement=False),
    Column("cote", Text, CheckConstraint(f"cote IN ({_COTES})", name="cote"), nullable=False),
    # An access of the candidature, or an agent of the directory: neither is there for ever.
    Column("auteur", Uuid, nullable=False),
    Column("texte", Text, nullable=False),
    Column("le", _INSTANT, nullable=False),
    info={"droits": "SELECT, INSERT"},
)

# Each time a side says that it has read further: `jusqu_a` grows, and so does `le`.
message_lu = Table(
    "message_lu",
    metadata,
    _de_l_instruction(),
    Column(
        "cote",
        Text,
        CheckConstraint(f"cote IN ({_COTES})", name="cote"),
        primary_key=True,
    ),
    Column("jusqu_a", BigInteger, primary_key=True, autoincrement=False),
    Column("le", _INSTANT, nullable=False),
    # Who said so.
    Column("auteur", Uuid),
    info={"droits": "SELECT, INSERT"},
)
