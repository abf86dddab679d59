"""What no row names: found by its age, moved to the bin, put back or erased a week later."""

import asyncio
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app.config import Settings
from app.kit.files.storage import Magasin
from app.kit.files.sweep import Inventaire, inventorier, jeter, reprendre, vider

_LE = datetime(2026, 11, 29, 12, tzinfo=UTC)
_JOUR = _LE.date()


@pytest.fixture
def magasin(tmp_path: Path) -> Magasin:
    return Magasin(Settings(donnees=tmp_path))


@pytest.fixture
def fichiers(tmp_path: Path) -> Path:
    return tmp_path / "fichiers"


def _poser(fichiers: Path, heures: int = 0, prefixe: str = "pieces") -> UUID:
    """A file that old."""
    id = uuid4()
    chemin = fichiers / prefixe / str(id)
    chemin.write_bytes(b"reste")
    instant = (_LE - timedelta(hours=heures)).timestamp()
    os.utime(chemin, (instant, instant))
    return id


def _inventaire(magasin: Magasin, *connus: UUID, seul: bool = True) -> Inventaire:
    return asyncio.run(inventorier(magasin, connus, _LE, seul=seul))


def _jeter(magasin: Magasin, *cles: str, jour: date = _JOUR) -> None:
    asyncio.run(jeter(magasin, cles, jour))


def test_seul_sur_son_dossier_un_orphelin_de_tout_age_en_est_un(
    magasin: Magasin, fichiers: Path
) -> None:
    connu, recent, ancien = (_poser(fichiers, age) for age in (48, 0, 48))
    lu = _inventaire(magasin, connu)
    assert (lu.nombre, set(lu.orphelins)) == (3, {f"pieces/{recent}", f"pieces/{ancien}"})


def test_a_plusieurs_seul_un_orphelin_de_plus_d_un_jour_en_est_un(
    magasin: Magasin, fichiers: Path
) -> None:
    """A younger one may be an upload of another process whose row is still to come."""
    connu, _, ancien = (_poser(fichiers, age) for age in (48, 23, 25))
    assert _inventaire(magasin, connu, seul=False) == Inventaire(3, [f"pieces/{ancien}"])


def test_un_fichier_qui_n_est_pas_une_piece_n_est_pas_un_orphelin(
    magasin: Magasin, fichiers: Path
) -> None:
    """What an administrator or a desktop has put there is left alone."""
    (fichiers / "pieces" / ".DS_Store").write_bytes(b"")
    (fichiers / "pieces" / "lisez-moi.txt").write_bytes(b"")
    orphelin = _poser(fichiers)
    assert _inventaire(magasin) == Inventaire(1, [f"pieces/{orphelin}"])


def test_un_orphelin_l_est_en_quarantaine_aussi(magasin: Magasin, fichiers: Path) -> None:
    connu, perdu = (_poser(fichiers, 1, "quarantaine") for _ in range(2))
    assert _inventaire(magasin, connu) == Inventaire(2, [f"quarantaine/{perdu}"])


@pytest.mark.parametrize("prefixe", ["pieces", "quarantaine"])
def test_ce_qu_une_ligne_nomme_apres_tout_revient_a_sa_place(
    magasin: Magasin, fichiers: Path, prefixe: str
) -> None:
    id = _poser(fichiers, 0, prefixe)
    _jeter(magasin, f"{prefixe}/{id}")
    assert not (fichiers / prefixe / str(id)).exists()
    assert asyncio.run(reprendre(magasin, {uuid4()})) == 0
    assert asyncio.run(reprendre(magasin, {id})) == 1
    assert (fichiers / prefixe / str(id)).read_bytes() == b"reste"


def test_la_corbeille_garde_une_semaine(magasin: Magasin, fichiers: Path) -> None:
    ids = [_poser(fichiers) for _ in range(2)]
    for id, jours in zip(ids, (6, 7), strict=True):
        _jeter(magasin, f"pieces/{id}", jour=_JOUR - timedelta(days=jours))
    assert asyncio.run(vider(magasin, _JOUR)) == 1
    restes = [chemin.name for chemin in (fichiers / "corbeille").rglob("*") if chemin.is_file()]
    assert restes == [str(ids[0])]


def test_jeter_ce_qui_n_existe_plus_ne_fait_rien(magasin: Magasin) -> None:
    _jeter(magasin, f"pieces/{uuid4()}")
    assert asyncio.run(vider(magasin, _JOUR)) == 0
