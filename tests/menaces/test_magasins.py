"""A new, lost or wrong database beside a store of files: none of them is lost."""

import asyncio
import json
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import make_url

from app.exploitation.monde import AutreMonde
from app.main import create_app
from tests.bases import base_migree, base_neuve, sql
from tests.conftest import reglages_pour, servir
from tests.depots.pieces import prete
from tests.pieces_jointes.balai import passer_le_balai
from tests.pieces_jointes.echantillons import pdf

_MARQUE: Final = "marque.json"
_OUVERTE: Final = {"cloture": "2099-01-01T00:00:00Z"}


@pytest.fixture(scope="module")
def modele(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[str, Path]]:
    """A database, and the folder of its service, with files in its store."""
    donnees = tmp_path_factory.mktemp("modele")
    with base_migree(postgres) as url:
        with servir(reglages_pour(url, donnees, **_OUVERTE), seul=True) as client:
            for _ in range(3):
                prete(client)
        yield url, donnees


@pytest.fixture
def base(postgres: str, modele: tuple[str, Path]) -> Generator[str]:
    """A copy of that database."""
    with base_neuve(postgres, str(make_url(modele[0]).database)) as url:
        yield url


@pytest.fixture
def perdue(postgres: str) -> Generator[str]:
    """Another one, empty."""
    with base_migree(postgres) as url:
        yield url


@pytest.fixture
def ancien(modele: tuple[str, Path], tmp_path: Path) -> Path:
    """A copy of that folder."""
    return shutil.copytree(modele[1], tmp_path / "a")


def _fichiers(donnees: Path) -> set[str]:
    return {f.name for f in (donnees / "fichiers" / "pieces").iterdir()}


def _jetes(donnees: Path) -> set[str]:
    return {f.name for f in (donnees / "fichiers" / "corbeille").rglob("*") if f.is_file()}


@pytest.mark.parametrize("marque", [True, False], ids=["marque", "d_avant_les_marques"])
def test_une_base_neuve_a_cote_d_un_magasin_ancien_n_en_perd_rien(
    ancien: Path, perdue: str, *, marque: bool
) -> None:
    """Neither at once, nor once the new one has files of its own there."""
    if not marque:
        (ancien / "fichiers" / _MARQUE).unlink()
    avant = _fichiers(ancien)
    with servir(reglages_pour(perdue, ancien, **_OUVERTE), seul=True) as client:
        for _ in range(12):
            candidature = client.creer()
            assert candidature.joindre("lettres", "a.pdf", pdf()).status_code == 201
    assert "balayage_refuse" in passer_le_balai(perdue, ancien)
    assert avant < _fichiers(ancien)
    assert not _jetes(ancien)


def test_un_bac_a_sable_ne_prend_pas_un_magasin_sans_marque_qui_a_des_fichiers(
    ancien: Path, perdue: str, base: str
) -> None:
    """That of a production of 0.3.0, perhaps: which starts on it all the same, once it is 0.4.0."""
    (ancien / "fichiers" / _MARQUE).unlink()
    app = create_app(reglages_pour(perdue, ancien, bac_a_sable=True))

    async def demarrer() -> None:
        async with app.router.lifespan_context(app):
            pass

    with pytest.raises(AutreMonde):
        asyncio.run(demarrer())
    passer_le_balai(base, ancien)


def test_revenue_la_bonne_base_balaie_de_nouveau(ancien: Path, base: str) -> None:
    orphelin = ancien / "fichiers" / "pieces" / str(uuid4())
    orphelin.write_bytes(pdf())
    assert passer_le_balai(base, ancien) == ["fichiers_a_la_corbeille"]
    assert _jetes(ancien) == {orphelin.name}


def test_trop_d_orphelins_a_la_fois_restent(ancien: Path, base: str) -> None:
    """A database restored as it was some time ago, perhaps: somebody looks first."""
    orphelins = {str(uuid4()) for _ in range(11)}
    for nom in orphelins:
        (ancien / "fichiers" / "pieces" / nom).write_bytes(pdf())
    avant = _fichiers(ancien)
    assert "balayage_refuse" in passer_le_balai(base, ancien)
    assert (_fichiers(ancien), _jetes(ancien)) == (avant, set())


def test_sans_aucune_ligne_rien_ne_bouge(ancien: Path, base: str) -> None:
    avant = _fichiers(ancien)
    sql(base, "DELETE FROM piece_jointe")
    passer_le_balai(base, ancien)
    assert (_fichiers(ancien), _jetes(ancien)) == (avant, set())


def test_ce_qui_etait_a_la_corbeille_et_qu_une_ligne_nomme_en_revient(
    ancien: Path, base: str
) -> None:
    avant = _fichiers(ancien)
    jete = ancien / "fichiers" / "corbeille" / "2026-01-01" / "pieces" / min(avant)
    jete.parent.mkdir(parents=True)
    shutil.move(ancien / "fichiers" / "pieces" / jete.name, jete)
    assert passer_le_balai(base, ancien) == ["fichiers_repris_de_la_corbeille"]
    assert (_fichiers(ancien), _jetes(ancien)) == (avant, set())


def test_le_magasin_d_une_version_sans_marque_est_reconnu(ancien: Path, base: str) -> None:
    (ancien / "fichiers" / _MARQUE).unlink()
    sql(base, "DELETE FROM commun")
    assert passer_le_balai(base, ancien) == []
    ((id,),) = sql(base, "SELECT id FROM marque")
    assert json.loads((ancien / "fichiers" / _MARQUE).read_bytes())["id"] == str(id)
