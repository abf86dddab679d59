"""`Idempotency-Key`: the first answer again, for the same request under the same key.

Kept 24 hours, in the same transaction as what the request did.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import (
    Column,
    DateTime,
    LargeBinary,
    Table,
    Text,
    Uuid,
    delete,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from app.kit.postgres.database import metadata
from app.kit.web.headers import FORME_CLE
from app.kit.web.problems import CleEnCours, CleReutilisee, EnTeteInvalide

DUREE: Final = timedelta(hours=24)
_FORME: Final = re.compile(FORME_CLE)

reponse_memorisee = Table(
    "reponse_memorisee",
    metadata,
    Column("cle", LargeBinary, primary_key=True),
    Column("candidature_id", Uuid, nullable=False, index=True),
    Column("requete", LargeBinary, nullable=False),
    Column("reponse", Text, nullable=False),
    Column("le", DateTime(timezone=True), nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Cle:
    """An idempotency key within its scope (`portee`: whose, for what), and the request's body.

    Only hashes are stored: whoever holds the key could otherwise replay an answer.
    """

    portee: str
    texte: str
    corps: bytes

    @property
    def empreinte(self) -> bytes:
        """SHA-256 of scope and key."""
        return sha256(f"{self.portee}\n{self.texte}".encode()).digest()

    @property
    def requete(self) -> bytes:
        """SHA-256 of the body."""
        return sha256(self.corps).digest()


def lire_cle(entete: str | None, portee: str, corps: bytes) -> Cle | None:
    """The key of a request, if it has one; raises `EnTeteInvalide` for one that is no secret."""
    if entete is None:
        return None
    if not _FORME.fullmatch(entete):
        raise EnTeteInvalide(
            "Idempotency-Key attend 16 à 255 caractères ASCII visibles, tirés au hasard : un UUID."
        )
    return Cle(portee, entete, corps)


async def deja_repondu(connexion: AsyncConnection, cle: Cle, maintenant: datetime) -> str | None:
    """The answer remembered under this key, as it was; else the key is held till the commit.

    Raises `CleEnCours` while another request holds it, `CleReutilisee` for another body.
    """
    verrou = int.from_bytes(cle.empreinte[:8], signed=True)
    if not await connexion.scalar(select(func.pg_try_advisory_xact_lock(verrou))):
        raise CleEnCours(entetes={"Retry-After": "1"})
    lignes = await connexion.execute(
        select(reponse_memorisee.c.requete, reponse_memorisee.c.reponse).where(
            reponse_memorisee.c.cle == cle.empreinte,
            reponse_memorisee.c.le > maintenant - DUREE,
        )
    )
    if (ligne := lignes.one_or_none()) is None:
        return None
    if ligne.requete != cle.requete:
        raise CleReutilisee
    return ligne.reponse


async def memoriser(
    connexion: AsyncConnection, cle: Cle, candidature: UUID, reponse: str, maintenant: datetime
) -> None:
    """Remember an answer in the transaction of what it answers for; drop those out of date."""
    await connexion.execute(
        delete(reponse_memorisee).where(
            or_(
                reponse_memorisee.c.cle == cle.empreinte,
                reponse_memorisee.c.le <= maintenant - DUREE,
            )
        )
    )
    await connexion.execute(
        insert(reponse_memorisee).values(
            cle=cle.empreinte,
            candidature_id=candidature,
            requete=cle.requete,
            reponse=reponse,
            le=maintenant,
        )
    )


async def oublier(connexion: AsyncConnection, candidature: UUID) -> None:
    """Forget the answers that tell of a candidature."""
    await connexion.execute(
        delete(reponse_memorisee).where(reponse_memorisee.c.candidature_id == candidature)
    )


async def oublier_les_perimees(connexion: AsyncConnection, maintenant: datetime) -> None:
    """Forget the answers that no retry will be given any more."""
    await connexion.execute(
        delete(reponse_memorisee).where(reponse_memorisee.c.le <= maintenant - DUREE)
    )
