"""Where a file waits on the local disk while it comes and is judged, before the store has it."""

import asyncio
import mmap
import os
import zlib
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

# What is in memory of a file that comes: written and hashed by a thread, so much at a time.
_LOT: Final = 512 * 1024
_MORCEAU: Final = 256 * 1024


class Sas:
    """One file, filled once, then read; `taille` in bytes, `crc32` of what has come.

    `lecture` is for who judges it: open for reading alone, so that they change nothing of it.
    """

    def __init__(self, chemin: Path, ecriture: IO[bytes], lecture: IO[bytes]) -> None:
        self.chemin: Final = chemin
        self.lecture: Final = lecture
        self._ecriture: Final = ecriture
        self._condense = sha256()
        self.taille = 0
        self.crc32 = 0

    @property
    def empreinte(self) -> bytes:
        """The SHA-256 of what has come."""
        return self._condense.digest()

    async def remplir(self, contenu: AsyncIterator[bytes]) -> None:
        """Take the file as it comes; raises what `contenu` raises, `OSError` from a full disk."""
        lot, lu = list[bytes](), 0
        async for morceau in contenu:
            lot.append(morceau)
            lu += len(morceau)
            if lu >= _LOT:
                await asyncio.to_thread(self._ecrire, lot)
                lot, lu = [], 0
        await asyncio.to_thread(self._ecrire, lot)

    def octets(self) -> mmap.mmap:
        """All of it, as pages of the disk's cache rather than memory of the process.

        Never closed by hand: who sends it may still hold it when the wait for them is given up.
        """
        return mmap.mmap(self.lecture.fileno(), 0, access=mmap.ACCESS_READ)

    async def lire(self) -> AsyncIterator[bytes]:
        """Its bytes, by pieces."""
        octets = self.octets()
        for debut in range(0, self.taille, _MORCEAU):
            yield octets[debut : debut + _MORCEAU]

    def fixer(self) -> None:
        """Return once a power cut leaves it whole; blocks."""
        os.fsync(self._ecriture.fileno())

    def _ecrire(self, lot: list[bytes]) -> None:
        for morceau in lot:
            self._condense.update(morceau)
            self.crc32 = zlib.crc32(morceau, self.crc32)
            self._ecriture.write(morceau)
            self.taille += len(morceau)
        self._ecriture.flush()


@contextmanager
def sas_nomme(chemin: Path) -> Generator[Sas]:
    """One under that name, which goes with it at the end of the block, unless it was moved."""
    with _ouvrir(chemin) as sas:
        try:
            yield sas
        finally:
            chemin.unlink(missing_ok=True)


@contextmanager
def sas_anonyme(chemin: Path) -> Generator[Sas]:
    """One that has that name only while it is opened: a process that dies leaves nothing."""
    with _ouvrir(chemin) as sas:
        chemin.unlink()
        yield sas


@contextmanager
def _ouvrir(chemin: Path) -> Generator[Sas]:
    with (
        open(chemin, "xb", opener=_a_soi) as ecriture,
        chemin.open("rb", buffering=0) as lecture,
    ):
        yield Sas(chemin, ecriture, lecture)


def _a_soi(chemin: str, drapeaux: int) -> int:
    return os.open(chemin, drapeaux, 0o600)
