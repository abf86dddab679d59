"""The endpoints of key holders, what is to be sent to each, what came of each attempt."""

from enum import StrEnum
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.kit.glossary import decrit
from app.kit.postgres.database import JsonText, metadata


@decrit("La forme du corps envoyé : la nôtre, ou CloudEvents 1.0 (JSON structuré).")
class FormatEnvoi(StrEnum):
    """What is sent: ours, or CloudEvents 1.0 (structured JSON)."""

    JSON = "json"
    CLOUDEVENTS = "cloudevents"


@decrit(
    "Où en est une livraison : `en_attente` d'un essai, `livree`, ou `abandonnee` après le dernier."
)
class EtatLivraison(StrEnum):
    """Where a delivery stands."""

    EN_ATTENTE = "en_attente"
    LIVREE = "livree"
    ABANDONNEE = "abandonnee"


def _parmi(colonne: str, valeurs: type[StrEnum]) -> CheckConstraint:
    connues = ", ".join(f"'{valeur.value}'" for valeur in valeurs)
    return CheckConstraint(f"{colonne} IN ({connues})", name=colonne)


_INSTANT: Final = DateTime(timezone=True)

crochet = Table(
    "crochet",
    metadata,
    Column("id", Uuid, primary_key=True),
    # Who holds it, whichever of their keys made it (`cle_api.titulaire`).
    Column("titulaire", Uuid, nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("libelle", Text, nullable=False),
    # Null for all but those that have to be asked for.
    Column("types", ARRAY(Text)),
    Column("format", Text, _parmi("format", FormatEnvoi), nullable=False),
    # Where failures are told.
    Column("courriel", Text),
    # Encrypted: they are read back to sign with. The former one signs as well, until then.
    Column("secret", LargeBinary, nullable=False),
    Column("ancien_secret", LargeBinary),
    Column("ancien_jusqu_a", _INSTANT),
    Column("cree_le", _INSTANT, nullable=False),
    Column("actif", Boolean, nullable=False),
    # Why it is off, in one stable word.
    Column("coupe_pour", Text),
    # Up to which position of the feed deliveries were made.
    Column("position", BigInteger, nullable=False),
    # Since when nothing got through, how many attempts in a row, how many mails have told so.
    Column("echoue_depuis", _INSTANT),
    Column("echecs", BigInteger, nullable=False),
    Column("avertissements", BigInteger, nullable=False),
    # Before which nothing is sent: too much came at once.
    Column("reprend_le", _INSTANT),
)

livraison = Table(
    "livraison",
    metadata,
    Column("crochet_id", Uuid, ForeignKey("crochet.id", ondelete="CASCADE"), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    # Those of one candidature go out one after the other.
    Column("candidature_id", Uuid, nullable=False),
    Column("etat", Text, _parmi("etat", EtatLivraison), nullable=False),
    Column("essais", BigInteger, nullable=False),
    # When the next attempt is due; while one is under way, when it is taken for lost.
    Column("prochaine", _INSTANT, nullable=False),
    Column("en_cours", Boolean, nullable=False),
    Column("finie_le", _INSTANT),
    Index(
        "ix_livraison_due",
        "crochet_id",
        "prochaine",
        postgresql_where="etat = 'en_attente'",
    ),
    Index(
        "ix_livraison_suite",
        "crochet_id",
        "candidature_id",
        "position",
        postgresql_where="etat = 'en_attente'",
    ),
    Index("ix_livraison_en_cours", "crochet_id", postgresql_where="en_cours"),
    Index(None, "finie_le"),
)

tentative = Table(
    "tentative",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("crochet_id", Uuid, ForeignKey("crochet.id", ondelete="CASCADE"), nullable=False),
    # Null for a trial, which no event is behind.
    Column("position", BigInteger),
    Column("le", _INSTANT, nullable=False),
    Column("duree_ms", BigInteger, nullable=False),
    # What came of it, in one stable word; the status where there was one.
    Column("issue", Text, nullable=False),
    Column("statut", BigInteger),
    Column("envoyes", JsonText, nullable=False),
    Column("recus", JsonText),
    # The beginning of the answer.
    Column("corps", LargeBinary),
    Index(None, "crochet_id", "position", "id"),
    Index(None, "le"),
)
