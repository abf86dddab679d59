"""The numbers that clients of Démarches Simplifiées know dossiers by."""

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Table, Uuid

from app.kit.postgres.database import metadata

# A GraphQL `Int` has 31 bits: neither an id nor a number of a candidature fits.
NUMERO_MAX: Final = 2**31 - 1

# Given once, to what was deposited, when a client first asks; kept when that is erased.
numero_de_ds = Table(
    "numero_de_ds",
    metadata,
    Column("numero", BigInteger, Identity(always=True, maxvalue=NUMERO_MAX), primary_key=True),
    Column("candidature_id", Uuid, ForeignKey("candidature.id"), nullable=False, unique=True),
    info={"droits": "SELECT, INSERT"},
)
