"""Any part of an archive is what the whole has there, and it is what others read."""

import asyncio
import random
import zlib
from collections.abc import AsyncIterator
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from subprocess import run
from typing import Final
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kit.clock import PARIS
from app.kit.files.zip_ranges import ArchiveConnue, Contenu, ContenuChange, Lecture, lecture_de
from app.kit.files.zip_records import Entree

_LE: Final = datetime(2023, 10, 1, 12, 30, 6, tzinfo=PARIS)
_ZERO: Final = bytes(1 << 20)
_GROS: Final = (1 << 32) + 12_345


def _contenu(nom: str, octets: bytes) -> Contenu:
    entree = Entree(nom, _LE, zlib.crc32(octets), len(octets), len(octets))
    return Contenu(entree, sha256(octets).digest(), lecture_de(octets))


async def _tout(archive: ArchiveConnue, debut: int, fin: int) -> bytes:
    return b"".join([m async for m in archive.lire(debut, fin)])


@given(contenus=st.lists(st.binary(max_size=80), max_size=5), graine=st.integers(0, 1 << 20))
def test_coupee_n_importe_ou_elle_se_reprend(contenus: list[bytes], graine: int) -> None:
    archive = ArchiveConnue([_contenu(f"{i}-é.bin", c) for i, c in enumerate(contenus)])
    entiere = asyncio.run(_tout(archive, 0, archive.taille))
    assert len(entiere) == archive.taille
    with ZipFile(BytesIO(entiere)) as lue:
        assert [lue.read(nom) for nom in lue.namelist()] == contenus
    alea = random.Random(graine)  # noqa: S311
    coupures = sorted({0, archive.taille, *(alea.randrange(archive.taille) for _ in range(6))})
    for debut, fin in pairwise(coupures):
        assert asyncio.run(_tout(archive, debut, fin)) == entiere[debut:fin]


def test_ce_qui_change_change_son_empreinte() -> None:
    un, autre = (ArchiveConnue([_contenu("a", c)]) for c in (b"un", b"eux"))
    meme = ArchiveConnue([_contenu("a", b"un")])
    assert un.empreinte == meme.empreinte != autre.empreinte
    assert ArchiveConnue([_contenu("b", b"un")]).empreinte != un.empreinte


@pytest.mark.parametrize("rendus", [b"tro", b"trop long"])
def test_un_fichier_d_une_autre_taille_coupe_sans_octet_de_trop(rendus: bytes) -> None:
    sain = _contenu("a", b"juste")

    async def lire(_debut: int, _fin: int) -> AsyncIterator[bytes]:
        return await lecture_de(rendus)(0, len(rendus))

    archive = ArchiveConnue([Contenu(sain.entree, sain.empreinte, lire)])
    recus = list[bytes]()

    async def passer() -> None:
        with pytest.raises(ContenuChange):
            recus.extend([m async for m in archive.lire(0, archive.taille)])

    asyncio.run(passer())
    assert b"trop long" not in b"".join(recus)


def _creux() -> Lecture:
    async def lire(debut: int, fin: int) -> AsyncIterator[bytes]:
        async def zeros() -> AsyncIterator[bytes]:
            for place in range(debut, fin, len(_ZERO)):
                yield _ZERO[: fin - place]

        return zeros()

    return lire


def _crc_de_zeros(taille: int) -> int:
    crc = 0
    for _ in range(taille // len(_ZERO)):
        crc = zlib.crc32(_ZERO, crc)
    return zlib.crc32(_ZERO[: taille % len(_ZERO)], crc)


@pytest.mark.verify
def test_plus_de_4_gio_coupes_vingt_fois_se_lisent_de_trois_manieres(tmp_path: Path) -> None:
    """Zeros are skipped where they are written: the file of the disk is sparse."""
    entree = Entree("gros.bin", _LE, _crc_de_zeros(_GROS), _GROS, _GROS)
    gros = Contenu(entree, b"zeros", _creux())
    archive = ArchiveConnue([_contenu("a.txt", b"un"), gros, _contenu("é.txt", b"deux")])
    alea, chemin = random.Random(7), tmp_path / "gros.zip"  # noqa: S311
    coupures = sorted({0, archive.taille, *(alea.randrange(archive.taille) for _ in range(20))})

    async def ecrire() -> None:
        with chemin.open("wb") as fichier:
            for debut, fin in pairwise(coupures):
                fichier.seek(debut)
                async for morceau in archive.lire(debut, fin):
                    if morceau == _ZERO:
                        fichier.seek(len(morceau), 1)
                    else:
                        fichier.write(morceau)

    asyncio.run(ecrire())
    assert chemin.stat().st_size == archive.taille
    with ZipFile(chemin) as lue:
        assert [i.file_size for i in lue.infolist()] == [2, _GROS, 4]
        assert (lue.read("a.txt"), lue.read("é.txt")) == (b"un", b"deux")
    for commande in (["unzip", "-t"], ["7z", "t"]):
        run([*commande, str(chemin)], check=True, capture_output=True)
