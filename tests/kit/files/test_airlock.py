"""Where a file waits until it has been judged: nobody else's, and gone with whoever holds it."""

import asyncio
import io
import os
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest

from app.kit.files.airlock import Sas, sas_anonyme, sas_nomme

MORCEAU = bytes(range(256)) * 1000


async def _morceaux(nombre: int) -> AsyncIterator[bytes]:
    for _ in range(nombre):
        yield MORCEAU


async def _lu(sas: Sas) -> bytes:
    return b"".join([morceau async for morceau in sas.lire()])


@pytest.mark.parametrize("nombre", [1, 7], ids=["un_lot", "plusieurs"])
def test_rend_ce_qui_est_venu_sa_taille_et_son_empreinte(tmp_path: Path, nombre: int) -> None:
    with sas_anonyme(tmp_path / "a") as sas:
        asyncio.run(sas.remplir(_morceaux(nombre)))
        entier = MORCEAU * nombre
        assert (sas.taille, sas.empreinte) == (len(entier), sha256(entier).digest())
        assert sas.lecture.read() == asyncio.run(_lu(sas)) == bytes(sas.octets()) == entier


def test_n_a_pas_de_nom_pour_qui_meurt_en_route(tmp_path: Path) -> None:
    with sas_anonyme(tmp_path / "a") as sas:
        asyncio.run(sas.remplir(_morceaux(1)))
        assert list(tmp_path.iterdir()) == []
    assert sas.lecture.closed


def test_ce_qui_n_a_pas_ete_garde_n_est_plus_la(tmp_path: Path) -> None:
    with sas_nomme(tmp_path / "a") as sas:
        asyncio.run(sas.remplir(_morceaux(1)))
        assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == []


def test_ce_qui_a_ete_garde_y_est_encore(tmp_path: Path) -> None:
    with sas_nomme(tmp_path / "a") as sas:
        asyncio.run(sas.remplir(_morceaux(1)))
        sas.chemin.rename(tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == MORCEAU


def test_qui_le_juge_n_y_change_rien(tmp_path: Path) -> None:
    """Else a hostile file that takes over its judge would choose what is kept."""
    with sas_nomme(tmp_path / "a") as sas:
        with pytest.raises(io.UnsupportedOperation):
            sas.lecture.write(b"a")
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.write(sas.lecture.fileno(), b"a")
