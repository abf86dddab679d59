"""A zip archive whose every byte is known before a file of it is opened, so that any part is given.

Its entries are stored as they are: their sizes and CRC-32 are known beforehand.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.kit.files.zip_records import Entree, repertoire

# The bytes of a file from one place to another (excluded).
Lecture = Callable[[int, int], Awaitable[AsyncIterator[bytes]]]


class ContenuChange(Exception):
    """A file is not as long as it was said to be."""


@dataclass(frozen=True, slots=True)
class Contenu:
    """A file of an archive: its entry, its SHA-256, how it is read."""

    entree: Entree
    empreinte: bytes
    lire: Lecture


class ArchiveConnue:
    """An archive of these files, in this order; `taille` in bytes, `empreinte` in hexadecimal.

    The same `empreinte` is the same bytes: it covers all records, and the SHA-256 of each file.
    """

    def __init__(self, contenus: Sequence[Contenu]) -> None:
        self._contenus = contenus
        self._repertoire = repertoire([un.entree for un in contenus])
        condense = sha256(self._repertoire)
        for un in contenus:
            condense.update(un.empreinte)
        self.empreinte = condense.hexdigest()
        corps = sum(len(un.entree.en_tete()) + un.entree.taille for un in contenus)
        self.taille = corps + len(self._repertoire)

    async def lire(self, debut: int, fin: int) -> AsyncIterator[bytes]:
        """Its bytes from `debut` to `fin` (excluded); what is outside is not read.

        Raises what reading a file does, `ContenuChange` rather than give a byte too many.
        """
        place = 0
        for taille, lecture in self._parties():
            de, jusqu_a = max(debut - place, 0), min(fin - place, taille)
            place += taille
            if de < jusqu_a:
                async for morceau in _exactement(await lecture(de, jusqu_a), jusqu_a - de):
                    yield morceau

    def _parties(self) -> Iterator[tuple[int, Lecture]]:
        for un in self._contenus:
            en_tete = un.entree.en_tete()
            yield len(en_tete), lecture_de(en_tete)
            yield un.entree.taille, un.lire
        yield len(self._repertoire), lecture_de(self._repertoire)


def lecture_de(octets: bytes) -> Lecture:
    """How to read what is in memory."""

    async def lire(debut: int, fin: int) -> AsyncIterator[bytes]:
        return _un(octets[debut:fin])

    return lire


async def _un(octets: bytes) -> AsyncIterator[bytes]:
    yield octets


async def _exactement(morceaux: AsyncIterator[bytes], taille: int) -> AsyncIterator[bytes]:
    async for morceau in morceaux:
        taille -= len(morceau)
        if taille < 0:
            break
        yield morceau
    if taille:
        raise ContenuChange
