"""Who may open a candidature, the links sent by mail, the keys of portals and reviewers."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.acces.droits import Role
from app.kit.postgres.database import metadata


class Preuve(StrEnum):
    """How somebody proves who they are."""

    JETON = "jeton"  # the secret of one candidature
    AGENT = "agent"  # a public agent, known by OpenID Connect
    CLE = "cle"  # the key of a portal or of the reviewers' tools
    AVIS = "avis"  # the secret of one opinion that is asked for


OUVRENT: Final = (Preuve.JETON, Preuve.AGENT, Preuve.CLE)
"""By which a candidature may be opened."""


def _parmi(valeurs: Iterable[StrEnum]) -> str:
    return ", ".join(f"'{valeur.value}'" for valeur in valeurs)


_INSTANT: Final = DateTime(timezone=True)

acces = Table(
    "acces",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("candidature_id", Uuid, ForeignKey("candidature.id"), nullable=False, index=True),
    # By which a caller is known. Null when revoked, or while an invitation has not been followed:
    # nothing matches null, so that no query has to remember it.
    Column("empreinte", LargeBinary),
    Column(
        "genre",
        Text,
        CheckConstraint(f"genre IN ({_parmi(OUVRENT)})", name="genre"),
        nullable=False,
    ),
    Column("role", Text, CheckConstraint(f"role IN ({_parmi(Role)})", name="role"), nullable=False),
    Column("courriel", Text, index=True),
    Column("cree_le", _INSTANT, nullable=False),
    Column("revoque_le", _INSTANT),
    UniqueConstraint("empreinte", "candidature_id"),
)

# A secret that a renewal gave, and nobody has shown yet: its access still opens by the former one.
secret_remis = Table(
    "secret_remis",
    metadata,
    Column("empreinte", LargeBinary, primary_key=True),
    Column("acces_id", Uuid, ForeignKey("acces.id", ondelete="CASCADE"), nullable=False),
    UniqueConstraint("acces_id"),
)

# A link that gives its access a new secret, once; it goes with its access.
lien = Table(
    "lien",
    metadata,
    Column("empreinte", LargeBinary, primary_key=True),
    Column(
        "acces_id", Uuid, ForeignKey("acces.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    # To whom it was sent: worth nothing once that access has another address.
    Column("courriel", Text, nullable=False),
    Column("expire_le", _INSTANT, nullable=False, index=True),
)

# The keys of one holder (`titulaire`) follow one another; what it made stays its own.
cle_api = Table(
    "cle_api",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("titulaire", Uuid, nullable=False, index=True),
    Column("empreinte", LargeBinary, nullable=False, unique=True),
    Column("prefixe", Text, nullable=False),
    Column("nom", Text, nullable=False),
    Column("portees", ARRAY(Text), nullable=False),
    Column("regions", ARRAY(Text)),
    Column("reseaux", ARRAY(Text)),
    Column("creee_le", _INSTANT, nullable=False),
    Column("creee_par", Text, nullable=False),
    Column("expire_le", _INSTANT),
    Column("revoquee_le", _INSTANT),
    Column("revoquee_par", Text),
    Column("dernier_usage", _INSTANT),
    info={"droits": "SELECT, INSERT, UPDATE"},
)

# Who reviews, as they were last seen: `app/acces/agents.py`. Nothing refers to a row of it,
# which is erased on request.
agent = Table(
    "agent",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cle", Boolean, nullable=False),
    Column("nom", Text),
    Column("prenom", Text),
    Column("courriel", Text),
    Column("service", Text),
    Column("qualite", Text),
    Column("regions", ARRAY(Text)),
    Column("vu_le", _INSTANT, nullable=False),
)

REFERENCE_MAX: Final = 128
# Unreserved characters (RFC 3986): a reference is itself in an address. No dot comes first, for
# clients take `.` and `..` out of addresses.
FORME_REFERENCE: Final = rf"^[A-Za-z0-9_~-][A-Za-z0-9._~-]{{0,{REFERENCE_MAX - 1}}}$"
# What a portal calls a candidature of its own.
portail_reference = Table(
    "portail_reference",
    metadata,
    Column("titulaire", Uuid, primary_key=True),
    Column("reference", Text, primary_key=True),
    Column("candidature_id", Uuid, ForeignKey("candidature.id"), nullable=False, index=True),
)
