"""Who holds a secret of a candidature."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, LargeBinary, Table, Uuid

from app.kit.database import metadata

acces = Table(
    "acces",
    metadata,
    Column("empreinte", LargeBinary, primary_key=True),
    Column("id", Uuid, nullable=False),
    Column("candidature_id", Uuid, ForeignKey("candidature.id"), nullable=False),
    Column("cree_le", DateTime(timezone=True), nullable=False),
    Index(None, "candidature_id"),
)
