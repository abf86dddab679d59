"""The mail that a sandbox keeps instead of sending it: any of its processes shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Identity, Table, Text, delete, insert, select

from app.kit.glossary import decrit
from app.kit.postgres.database import Base, metadata

_AU_PLUS: Final = 100

courriel_garde = Table(
    "courriel_garde",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("a", Text, nullable=False),
    Column("objet", Text, nullable=False),
    Column("texte", Text, nullable=False),
    Column("envoye_le", DateTime(timezone=True), nullable=False),
)


@decrit("Un courriel gardé au lieu d'être envoyé.")
@dataclass(frozen=True, slots=True)
class CourrielGarde:
    """A mail that the sandbox kept instead of sending it."""

    a: str
    objet: str
    texte: str
    envoye_le: datetime


class Gardes:
    """The last hundred of them, in the database."""

    def __init__(self, base: Base) -> None:
        self._base = base

    async def ajouter(self, courriel: CourrielGarde) -> None:
        """Keep one more."""
        colonnes = courriel_garde.c
        anciens = select(colonnes.id).order_by(colonnes.id.desc()).offset(_AU_PLUS)
        async with self._base.transaction() as connexion:
            valeurs = {
                "a": courriel.a,
                "objet": courriel.objet,
                "texte": courriel.texte,
                "envoye_le": courriel.envoye_le,
            }
            await connexion.execute(insert(courriel_garde).values(valeurs))
            await connexion.execute(delete(courriel_garde).where(colonnes.id.in_(anciens)))

    async def lire(self) -> list[CourrielGarde]:
        """All of them, the oldest first."""
        c = courriel_garde.c
        lus = select(c.a, c.objet, c.texte, c.envoye_le).order_by(c.id)
        async with self._base.lecture() as connexion:
            return [CourrielGarde(*ligne) for ligne in await connexion.execute(lus)]
