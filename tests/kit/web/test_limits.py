"""Counters: windows of time in memory, in PostgreSQL for all processes, places shared."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

from app.kit.files.slots import Places
from app.kit.postgres.database import Base
from app.kit.web.counters import Partages
from app.kit.web.windows import Compte, Fenetres, Quota
from tests.bases import sql

_T0: Final = datetime(2023, 9, 18, 7, tzinfo=UTC)
_HEURE: Final = timedelta(hours=1)
_QUOTA: Final = Quota(3, _HEURE)
_SECRET: Final = b"secret d'essai"


# --- in memory ------------------------------------------------------------------------------------


def test_le_quota_passe_puis_refuse_jusqu_a_la_fin_de_la_fenetre() -> None:
    compteur = Fenetres(_QUOTA)
    dans_la_fenetre = [compteur.compter("a", _T0 + timedelta(minutes=m)) for m in (0, 1, 2, 59)]
    assert [(c.reste, c.attente, c.depasse) for c in dans_la_fenetre] == [
        (2, 3600, False),
        (1, 3540, False),
        (0, 3480, False),
        (0, 60, True),
    ]
    assert compteur.compter("a", _T0 + _HEURE) == Compte(3, 2, 3600, depasse=False)


def test_chacun_a_son_compte() -> None:
    compteur = Fenetres(Quota(1, _HEURE))
    assert not compteur.compter("a", _T0).depasse
    assert not compteur.compter("b", _T0).depasse
    assert compteur.compter("a", _T0).depasse


def test_ce_qui_pese_trop_est_refuse_sans_prendre_la_place_du_reste() -> None:
    compteur = Fenetres(_QUOTA)
    assert compteur.compter("a", _T0, cout=2).reste == 1
    assert compteur.compter("a", _T0, cout=2) == Compte(3, 1, 3600, depasse=True)
    assert not compteur.compter("a", _T0).depasse


def test_l_attente_annoncee_n_est_jamais_nulle() -> None:
    compteur = Fenetres(_QUOTA)
    compteur.compter("a", _T0)
    presque = _T0 + _HEURE - timedelta(microseconds=1)
    assert compteur.compter("a", presque).attente == 1


def test_la_memoire_est_bornee_et_ce_qui_est_recent_reste() -> None:
    compteur = Fenetres(Quota(1, _HEURE), places=100)
    for rang in range(1000):
        compteur.compter(f"adresse {rang}", _T0)
    connues = [r for r in range(1000) if compteur.en_cours(f"adresse {r}", _T0)]
    assert connues == list(range(900, 1000))


# --- in PostgreSQL --------------------------------------------------------------------------------


@asynccontextmanager
async def _processus(url: str, nombre: int) -> AsyncGenerator[list[Partages]]:
    """The same counter in as many processes of a service."""
    async with AsyncExitStack() as pile:
        bases = [Base(url, 2) for _ in range(nombre)]
        for base in bases:
            await base.ouvrir()
            pile.push_async_callback(base.fermer)
        yield [Partages("essai", _QUOTA, base, _SECRET) for base in bases]


def _jouer(url: str, essai: Callable[..., Coroutine[Any, Any, None]], nombre: int = 1) -> None:
    async def jouer() -> None:
        async with _processus(url, nombre) as processus:
            await essai(*processus)

    asyncio.run(jouer())


def _lignes(url: str) -> int:
    return sql(url, "SELECT count(*) FROM compteur")[0][0]


def test_deux_processus_comptent_ensemble(postgres: str) -> None:
    cle = uuid4().hex

    async def essai(un: Partages, autre: Partages) -> None:
        restes = [(await p.compter(cle, _T0)).reste for p in (un, autre, un)]
        assert restes == [2, 1, 0]
        assert (await autre.compter(cle, _T0)).depasse
        assert (await un.compter(cle, _T0)).depasse
        assert (await un.compter(cle, _T0 + _HEURE)).reste == 2

    _jouer(postgres, essai, 2)


def test_deux_cents_appels_a_la_fois_sont_tous_comptes(postgres: str) -> None:
    cle = uuid4().hex

    async def essai(un: Partages, autre: Partages) -> None:
        comptes = await asyncio.gather(
            *(p.compter(cle, _T0) for p in (un, autre) for _ in range(100))
        )
        assert sum(not compte.depasse for compte in comptes) == _QUOTA.maximum

    _jouer(postgres, essai, 2)


def test_une_fenetre_pleine_ne_demande_plus_rien_a_la_base(postgres: str) -> None:
    cle = uuid4().hex

    async def essai(compteur: Partages) -> None:
        comptes = [await compteur.compter(cle, _T0) for _ in range(4)]
        assert comptes[-1].depasse
        await asyncio.to_thread(sql, postgres, "DELETE FROM compteur")
        assert (await compteur.compter(cle, _T0)).depasse
        assert await asyncio.to_thread(_lignes, postgres) == 0
        assert not (await compteur.compter(cle, _T0 + _HEURE)).depasse

    _jouer(postgres, essai)


def test_les_fenetres_finies_s_effacent_a_mesure(postgres: str) -> None:
    async def essai(compteur: Partages) -> None:
        await asyncio.to_thread(sql, postgres, "DELETE FROM compteur")
        for rang in range(25):
            await compteur.compter(f"ancienne {rang}", _T0)
        plus_tard = _T0 + 2 * _HEURE
        restantes = list[int]()
        for _ in range(3):
            await compteur.compter("nouvelle", plus_tard)
            restantes.append(await asyncio.to_thread(_lignes, postgres))
        assert restantes == [16, 6, 1]

    _jouer(postgres, essai)


def test_la_base_ne_connait_ni_adresse_ni_courriel(postgres: str) -> None:
    cle = "198.51.100.7/32"

    async def essai(compteur: Partages) -> None:
        await compteur.compter(cle, _T0)

    _jouer(postgres, essai)
    cles = {bytes(ligne[0]) for ligne in sql(postgres, "SELECT cle FROM compteur")}
    assert cles
    assert all(len(lue) == 32 for lue in cles)
    assert not cles & {sha256(texte.encode()).digest() for texte in (cle, f"essai\n{cle}")}


# --- places ---------------------------------------------------------------------------------------


async def _tenir(places: Places, adresse: str, entres: list[str], fin: asyncio.Event) -> None:
    async with places.prendre(adresse):
        entres.append(adresse)
        await fin.wait()


def test_une_adresse_ne_prend_que_la_moitie_des_places() -> None:
    async def essai() -> None:
        places, entres, fin = Places(4), list[str](), asyncio.Event()
        async with asyncio.TaskGroup() as groupe:
            for adresse in ("a", "a", "a", "b", "b", "c"):
                groupe.create_task(_tenir(places, adresse, entres, fin))
            await _tour()
            assert sorted(entres) == ["a", "a", "b", "b"]
            fin.set()
        assert sorted(entres) == ["a", "a", "a", "b", "b", "c"]

    asyncio.run(essai())


def test_une_place_se_rend_meme_quand_son_tenant_echoue() -> None:
    async def essai() -> None:
        places, entres, jamais = Places(1), list[str](), asyncio.Event()
        tenants = [asyncio.create_task(_tenir(places, "a", entres, jamais)) for _ in range(2)]
        await _tour()
        assert entres == ["a"]
        tenants[0].cancel()
        await _tour()
        assert entres == ["a", "a"]
        tenants[1].cancel()

    asyncio.run(essai())


async def _tour() -> None:
    """Let everybody go as far as they can."""
    for _ in range(10):
        await asyncio.sleep(0)
