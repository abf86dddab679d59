"""The store of files on a folder: whole files, nothing of an unfinished one, orphans by age."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app.config import Settings
from app.kit.files.storage import FichierPerdu, Magasin

MORCEAU = bytes(range(256)) * 4096  # 1 MiB
NOMBRE = 12  # more than two parts of the store's


class Panne(Exception):
    """Whatever an upload may end with."""


@pytest.fixture
def magasin(tmp_path: Path) -> Magasin:
    return Magasin(Settings(donnees=tmp_path))


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return tmp_path / "fichiers" / "pieces"


async def _morceaux(panne: Exception | None = None) -> AsyncIterator[bytes]:
    for _ in range(NOMBRE):
        yield MORCEAU
    if panne:
        raise panne


async def _lire(magasin: Magasin, id: UUID, debut: int, fin: int) -> bytes:
    return b"".join([morceau async for morceau in await magasin.lire(id, debut, fin)])


def _noms(dossier: Path) -> list[str]:
    return [chemin.name for chemin in dossier.iterdir()]


def test_rend_ce_qui_a_ete_ecrit(magasin: Magasin) -> None:
    id = uuid4()
    asyncio.run(magasin.ecrire(id, _morceaux()))
    assert asyncio.run(_lire(magasin, id, 0, NOMBRE * len(MORCEAU))) == MORCEAU * NOMBRE
    assert asyncio.run(_lire(magasin, id, len(MORCEAU) - 2, len(MORCEAU) + 2)) == b"\xfe\xff\0\1"


def test_une_panne_au_milieu_ne_laisse_rien_et_remonte_telle_quelle(
    magasin: Magasin, dossier: Path
) -> None:
    panne = Panne()
    with pytest.raises(Panne) as remontee:
        asyncio.run(magasin.ecrire(uuid4(), _morceaux(panne)))
    assert remontee.value is panne
    assert _noms(dossier) == []


def test_un_abandon_au_milieu_ne_laisse_rien(magasin: Magasin, dossier: Path) -> None:
    """The task is cancelled while parts of the file are in the store."""

    async def abandonner() -> list[str]:
        entame = asyncio.Event()

        async def sans_fin() -> AsyncIterator[bytes]:
            async for morceau in _morceaux():
                yield morceau
            entame.set()
            await asyncio.Event().wait()

        ecriture = asyncio.create_task(magasin.ecrire(uuid4(), sans_fin()))
        await entame.wait()
        avant = _noms(dossier)
        ecriture.cancel()
        with pytest.raises(asyncio.CancelledError):
            await ecriture
        return avant

    assert asyncio.run(abandonner()) != []
    assert _noms(dossier) == []


def test_ne_lit_pas_ce_qui_n_existe_pas(magasin: Magasin) -> None:
    with pytest.raises(FichierPerdu):
        asyncio.run(_lire(magasin, uuid4(), 0, 1))


def test_efface_sans_se_plaindre_de_ce_qui_manque(magasin: Magasin, dossier: Path) -> None:
    ids = [uuid4() for _ in range(2)]
    for id in ids:
        asyncio.run(magasin.ecrire(id, _morceaux()))
    asyncio.run(magasin.effacer([ids[0], uuid4(), ids[1]]))
    assert _noms(dossier) == []


# --- orphans ------------------------------------------------------------------------------


def _poser(dossier: Path, age: timedelta = timedelta()) -> UUID:
    """A file that no row names."""
    id = uuid4()
    chemin = dossier / str(id)
    chemin.write_bytes(b"reste")
    instant = (datetime.now(UTC) - age).timestamp()
    os.utime(chemin, (instant, instant))
    return id


def test_seul_sur_son_dossier_un_orphelin_de_tout_age_en_est_un(
    magasin: Magasin, dossier: Path
) -> None:
    connu, recent, ancien = (_poser(dossier, timedelta(hours=age)) for age in (48, 0, 48))
    trouves = asyncio.run(magasin.orphelins({connu}, seul=True))
    assert set(trouves) == {recent, ancien}


def test_a_plusieurs_seul_un_orphelin_de_plus_d_un_jour_en_est_un(
    magasin: Magasin, dossier: Path
) -> None:
    """A younger one may be an upload of another process whose row is still to come."""
    connu, _, ancien = (_poser(dossier, timedelta(hours=age)) for age in (48, 23, 25))
    assert asyncio.run(magasin.orphelins({connu}, seul=False)) == [ancien]


@pytest.mark.parametrize("seul", [True, False])
def test_les_morceaux_ne_s_oublient_que_seul(magasin: Magasin, dossier: Path, seul: bool) -> None:
    morceau = dossier / f"{uuid4()}#1"
    morceau.write_bytes(b"reste")
    assert asyncio.run(magasin.orphelins(set(), seul=seul)) == []
    assert morceau.exists() is not seul


def test_un_fichier_qui_n_est_pas_une_piece_n_est_pas_un_orphelin(
    magasin: Magasin, dossier: Path
) -> None:
    """What an administrator or a desktop has put there is left alone."""
    (dossier / ".DS_Store").write_bytes(b"")
    (dossier / "lisez-moi.txt").write_bytes(b"")
    orphelin = _poser(dossier)
    assert asyncio.run(magasin.orphelins(set(), seul=True)) == [orphelin]


# --- quarantine ---------------------------------------------------------------------------


@pytest.fixture
def quarantaine(tmp_path: Path, magasin: Magasin) -> Path:
    return tmp_path / "fichiers" / "quarantaine"


def test_un_fichier_isole_ne_se_lit_plus(
    magasin: Magasin, dossier: Path, quarantaine: Path
) -> None:
    id = _poser(dossier)
    for _ in range(2):  # the second time as after a fault
        asyncio.run(magasin.isoler(id))
        assert (_noms(dossier), _noms(quarantaine)) == ([], [str(id)])
    with pytest.raises(FichierPerdu):
        asyncio.run(_lire(magasin, id, 0, 1))


def test_un_fichier_isole_s_efface(magasin: Magasin, dossier: Path, quarantaine: Path) -> None:
    ids = [_poser(dossier) for _ in range(2)]
    asyncio.run(magasin.isoler(ids[0]))
    asyncio.run(magasin.effacer(ids))
    assert _noms(dossier) == _noms(quarantaine) == []


def test_isoler_ce_qui_n_existe_pas_ne_fait_rien(magasin: Magasin, quarantaine: Path) -> None:
    asyncio.run(magasin.isoler(uuid4()))
    assert _noms(quarantaine) == []


def test_un_orphelin_l_est_en_quarantaine_aussi(magasin: Magasin, dossier: Path) -> None:
    connu, perdu = _poser(dossier), _poser(dossier)
    for id in (connu, perdu):
        asyncio.run(magasin.isoler(id))
    assert asyncio.run(magasin.orphelins({connu}, seul=True)) == [perdu]


def test_un_isolement_est_sur_le_disque_quand_il_est_dit_fait(
    magasin: Magasin, dossier: Path, quarantaine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Observes `os.fsync`, which still does its work: no power can be cut here."""
    id, fsync, fixes = _poser(dossier), os.fsync, set[int]()

    def observer(descripteur: int) -> None:
        fsync(descripteur)
        fixes.add(os.fstat(descripteur).st_ino)

    monkeypatch.setattr(os, "fsync", observer)
    asyncio.run(magasin.isoler(id))
    assert {dossier.stat().st_ino, quarantaine.stat().st_ino} <= fixes
