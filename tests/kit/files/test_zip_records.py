"""The records of an archive, as others read them, past 4 GiB too."""

import zlib
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from app.kit.clock import PARIS
from app.kit.files.zip_records import Entree, repertoire

_LE = datetime(2023, 10, 1, 12, 30, 7, tzinfo=PARIS)


def test_une_archive_se_lit() -> None:
    contenus = {"é.txt": b"un", "deux.txt": b"x" * 70, "trois.txt": b""}
    entrees = [
        Entree(nom, _LE, zlib.crc32(octets), len(octets), len(octets))
        for nom, octets in contenus.items()
    ]
    corps = b"".join(e.en_tete() + contenus[e.nom] for e in entrees)
    lue = corps + repertoire(entrees)
    with ZipFile(BytesIO(lue)) as archive:
        assert {nom: archive.read(nom) for nom in archive.namelist()} == contenus
        assert archive.infolist()[0].date_time == (2023, 10, 1, 12, 30, 6)


def test_une_archive_de_plus_de_4_gio_se_lit() -> None:
    """Only its directory is looked at: nobody writes so much here."""
    grosse = Entree("gros.bin", _LE, 7, 5 << 30, 5 << 30)
    apres = Entree("apres.txt", _LE, zlib.crc32(b"a"), 1, 1)
    fiches = repertoire([grosse, apres])
    with ZipFile(
        _Creuse(fiches, len(grosse.en_tete()) + len(apres.en_tete()) + (5 << 30) + 1)
    ) as z:
        assert [(i.filename, i.file_size) for i in z.infolist()] == [
            ("gros.bin", 5 << 30),
            ("apres.txt", 1),
        ]
        assert z.infolist()[1].header_offset == len(grosse.en_tete()) + (5 << 30)


class _Creuse(BytesIO):
    """A file that has so many zeros before these bytes."""

    def __init__(self, octets: bytes, avant: int) -> None:
        super().__init__(octets)
        self._avant = avant

    def seek(self, ici: int, depuis: int = 0) -> int:
        return super().seek(max(0, ici - self._avant) if depuis == 0 else ici, depuis) + self._avant

    def tell(self) -> int:
        return super().tell() + self._avant
