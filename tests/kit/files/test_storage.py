"""The store of files on a folder: whole files, nothing of an unfinished one, nobody else's eyes."""

import asyncio
import os
from collections.abc import AsyncIterator
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


async def _ecrire(magasin: Magasin, id: UUID, contenu: AsyncIterator[bytes]) -> None:
    with magasin.sas(id) as sas:
        await sas.remplir(contenu)
        await magasin.ranger(id, sas)


async def _lire(magasin: Magasin, id: UUID, debut: int, fin: int) -> bytes:
    return b"".join([morceau async for morceau in await magasin.lire(id, debut, fin)])


def _noms(dossier: Path) -> list[str]:
    return [chemin.name for chemin in dossier.iterdir()]


def test_rend_ce_qui_a_ete_ecrit(magasin: Magasin) -> None:
    id = uuid4()
    asyncio.run(_ecrire(magasin, id, _morceaux()))
    assert asyncio.run(_lire(magasin, id, 0, NOMBRE * len(MORCEAU))) == MORCEAU * NOMBRE
    assert asyncio.run(_lire(magasin, id, len(MORCEAU) - 2, len(MORCEAU) + 2)) == b"\xfe\xff\0\1"


def test_une_panne_au_milieu_ne_laisse_rien_et_remonte_telle_quelle(
    magasin: Magasin, dossier: Path
) -> None:
    panne = Panne()
    with pytest.raises(Panne) as remontee:
        asyncio.run(_ecrire(magasin, uuid4(), _morceaux(panne)))
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

        ecriture = asyncio.create_task(_ecrire(magasin, uuid4(), sans_fin()))
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
        asyncio.run(_ecrire(magasin, id, _morceaux()))
    asyncio.run(magasin.effacer([ids[0], uuid4(), ids[1]]))
    assert _noms(dossier) == []


# --- quarantine ---------------------------------------------------------------------------


def _poser(dossier: Path) -> UUID:
    """A file of the store's."""
    id = uuid4()
    (dossier / str(id)).write_bytes(b"contenu")
    return id


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


# --- other users of the machine -----------------------------------------------------------


def test_personne_d_autre_sur_la_machine_ne_lit_les_fichiers(
    tmp_path: Path, magasin: Magasin
) -> None:
    asyncio.run(_ecrire(magasin, uuid4(), _morceaux()))
    ici = [tmp_path / "fichiers", *(tmp_path / "fichiers").rglob("*")]
    droits = {(chemin.is_dir(), chemin.stat().st_mode & 0o777) for chemin in ici}
    assert droits == {(True, 0o700), (False, 0o600)}


def test_un_magasin_que_tous_lisaient_se_referme(tmp_path: Path) -> None:
    (tmp_path / "fichiers").mkdir()
    (tmp_path / "fichiers").chmod(0o755)
    Magasin(Settings(donnees=tmp_path))
    assert (tmp_path / "fichiers").stat().st_mode & 0o777 == 0o700
