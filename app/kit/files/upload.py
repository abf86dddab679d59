"""A file that somebody sends, as it comes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

# What comes of a file before any place is taken for it: who trickles never gets as far.
_AMORCE: Final = 64 * 1024


@dataclass(slots=True)
class Envoi:
    """Its bytes, sent by `abonne`; once all are read, its name and the fields sent with it.

    What sends them says what reading `contenu` raises.
    """

    abonne: str
    contenu: AsyncIterator[bytes] = field(init=False)
    nom: str = ""
    textes: dict[str, str] = field(default_factory=dict[str, str])

    async def amorcer(self) -> None:
        """Wait for the beginning of the file, or all of it if it is small."""
        debut, lu = list[bytes](), 0
        async for morceau in self.contenu:
            debut.append(morceau)
            lu += len(morceau)
            if lu >= _AMORCE:
                break
        self.contenu = _enchainer(debut, self.contenu)


async def _enchainer(debut: list[bytes], suite: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    for morceau in debut:
        yield morceau
    async for morceau in suite:
        yield morceau
