"""Addresses of files that are good for an hour, by themselves: no header goes with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from struct import Struct
from typing import Final, Self
from uuid import UUID

from app.kit.sealed import desceller, sceller

DUREE: Final = timedelta(hours=1)
PREFIXE: Final = "/api/v2/fichiers/"
_POUR: Final = b"fichier de ds"
_FORME: Final = Struct(">16s16sQ")


@dataclass(frozen=True, slots=True)
class AdresseDeFichier:
    """A file of a dossier, until when."""

    candidature: UUID
    piece: UUID
    jusqu_au: datetime

    def ecrire(self, secret: bytes) -> str:
        """What stands in the address, sealed."""
        dit = self.candidature.bytes, self.piece.bytes, int(self.jusqu_au.timestamp())
        return sceller(_FORME.pack(*dit), secret, _POUR)

    @classmethod
    def lire(cls, texte: str, secrets: Iterable[bytes], le: datetime) -> Self | None:
        """The one that was sealed with one of these; None for anything else, or once it is over."""
        octets = desceller(texte, secrets, _POUR)
        if octets is None or len(octets) != _FORME.size:
            return None
        candidature, piece, jusqu_au = _FORME.unpack(octets)
        lue = cls(
            UUID(bytes=candidature), UUID(bytes=piece), datetime.fromtimestamp(jusqu_au, le.tzinfo)
        )
        return lue if le < lue.jusqu_au else None
