"""`Idempotency-Key` on what is done to a candidature: tried again, it is not done again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import from_json, to_json
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.kit.web.idempotency import Cle, deja_repondu, lire_cle, memoriser


@dataclass(frozen=True, slots=True)
class Fait:
    """What an act gave, as JSON; `rejoue`: an earlier request under the same key had done it."""

    resultat: Any
    rejoue: bool

    @property
    def entetes(self) -> dict[str, str]:
        """What the answer says of it."""
        return {"Idempotency-Replayed": "true"} if self.rejoue else {}


def cle_de(
    entete: str | None, acte: str, id: UUID, appelant: Appelant, corps: bytes = b""
) -> Cle | None:
    """The key of a request, the caller's own, for this act on this candidature.

    Raises `EnTeteInvalide` for one that is no secret.
    """
    return lire_cle(entete, f"{acte} {id} {appelant.empreinte.hex()}", corps)


async def une_fois(
    connexion: AsyncConnection,
    cle: Cle | None,
    id: UUID,
    le: datetime,
    agir: Callable[[], Awaitable[Any]],
) -> Fait:
    """Do it, unless it was done under this key, in the transaction of `connexion`.

    Raises `CleEnCours`, `CleReutilisee`, and what `agir` raises.
    """
    if cle and (memoire := await deja_repondu(connexion, cle, le)) is not None:
        return Fait(from_json(memoire), rejoue=True)
    resultat = await agir()
    if cle:
        await memoriser(connexion, cle, id, to_json(resultat).decode(), le)
    return Fait(resultat, rejoue=False)
