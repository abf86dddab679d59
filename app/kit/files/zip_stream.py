"""A zip archive as it is made: never whole, in memory or on disk."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


@dataclass(frozen=True, slots=True)
class Membre:
    """A file of the archive; `tasse`: worth compressing, which files of today's types are not."""

    nom: str
    contenu: AsyncIterator[bytes]
    tasse: bool = True


class _Tampon:
    """What `ZipFile` writes to: what it has written since it was last asked for."""

    def __init__(self) -> None:
        self._octets = bytearray()

    def write(self, octets: bytes, /) -> int:
        self._octets += octets
        return len(octets)

    def flush(self) -> None: ...

    def close(self) -> None: ...

    def prendre(self) -> bytes:
        pris = bytes(self._octets)
        self._octets.clear()
        return pris


async def zipper(membres: AsyncIterator[Membre], le: datetime) -> AsyncIterator[bytes]:
    """The bytes of the archive, each file dated `le`; holds one piece of content at a time.

    A file that fails ends it before its directory, so that no reader takes it for whole.
    """
    tampon = _Tampon()
    archive = ZipFile(tampon, "w")
    async for membre in membres:
        entree = ZipInfo(membre.nom, (le.year, le.month, le.day, le.hour, le.minute, le.second))
        entree.compress_type = ZIP_DEFLATED if membre.tasse else ZIP_STORED
        entree.external_attr = 0o644 << 16
        with archive.open(entree, "w") as ecriture:
            async for morceau in membre.contenu:
                ecriture.write(morceau)
                yield tampon.prendre()
    archive.close()
    yield tampon.prendre()
