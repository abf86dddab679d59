"""Counters: windows of time in memory, in PostgreSQL for all processes, places shared."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

import pytest

from app.kit.files.slots import Places
from app.kit.postgres.database import Base
from app.kit.web.counters import Partages
from app.kit.web.patience import Patience
from app.kit.web.problems import Indisponible
from app.kit.web.windows import Compte, Fenetres, Quota
from tests.bases import sql
from tests.kit.web.sockets import DELAI

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


def test_l_attente_annoncee_ne_depasse_jamais_la_fenetre() -> None:
    """Of two who come together, the one that opens it may have come last."""
    assert _QUOTA.compte(1, _T0 + _HEURE + timedelta(milliseconds=1), _T0).attente == 3600


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


class _Envoi:
    """Somebody who takes a place and fills it with what never comes, until told that it has."""

    def __init__(self, places: Places, qui: str) -> None:
        self._fin = asyncio.Event()
        self.entre = False
        self.tache = asyncio.create_task(self._prendre(places, *qui.partition(".")[::2]))

    async def _prendre(self, places: Places, abonne: str, jeton: str) -> None:
        async with places.prendre(abonne, jeton or object()) as place:
            self.entre = True
            async for _ in place.remplir(self._contenu()):
                pass

    async def _contenu(self) -> AsyncIterator[bytes]:
        yield b"debut"
        await self._fin.wait()

    async def finir(self) -> None:
        self._fin.set()
        await self.tache

    @property
    def refuse(self) -> bool:
        return self.tache.done() and isinstance(self.tache.exception(), Indisponible)


def _envoyer(
    patience: Patience, *qui: str, puis: Callable[[list[_Envoi]], Coroutine[Any, Any, None]]
) -> None:
    """Four places, two for each token; each of `qui` is an address, perhaps with a token."""

    async def jouer() -> None:
        places, envois = Places(4, patience, 2), list[_Envoi]()
        for un in qui:
            envois.append(_Envoi(places, un))
            await _tour()
        await puis(envois)
        for envoi in envois:
            envoi.tache.cancel()

    asyncio.run(jouer())


def _entres(envois: list[_Envoi]) -> str:
    return "".join("x" if envoi.entre else "." for envoi in envois)


@pytest.mark.parametrize(
    ("qui", "entres"),
    [("aaabbc", "xx.xx."), ("a.1 b.1 c.1 c.2", "xx.x"), ("a b c d e", "xxxx.")],
    ids=["une adresse en a la moitié", "un jeton deux", "quatre en tout"],
)
def test_les_places_se_partagent(qui: str, entres: str) -> None:
    async def puis(envois: list[_Envoi]) -> None:
        assert _entres(envois) == entres

    _envoyer(Patience(), *(qui.split() if " " in qui else qui), puis=puis)


def test_la_place_rendue_va_a_qui_en_a_le_moins() -> None:
    async def puis(envois: list[_Envoi]) -> None:
        await envois[0].finir()
        await _tour()
        assert _entres(envois) == "xxxx.x"

    _envoyer(Patience(), *"aabbac", puis=puis)


def test_a_egalite_elle_va_a_qui_n_en_a_pas_eu() -> None:
    """Though others of the address that leaves it have waited longer."""

    async def puis(envois: list[_Envoi]) -> None:
        for parti, entres in ((0, "xxxx....x"), (1, "xxxxx...x")):
            await envois[parti].finir()
            await _tour()
            assert _entres(envois) == entres

    _envoyer(Patience(), *"abcdabcde", puis=puis)


def test_une_place_se_rend_meme_quand_son_tenant_echoue() -> None:
    async def puis(envois: list[_Envoi]) -> None:
        for quitte in (0, 4):
            envois[quitte].tache.cancel()
            await _tour()
        assert _entres(envois) == "xxxxxx"

    _envoyer(Patience(), *"abcdef", puis=puis)


def test_qui_attend_trop_est_prie_de_revenir() -> None:
    async def puis(envois: list[_Envoi]) -> None:
        await asyncio.wait([envois[-1].tache], timeout=DELAI)
        assert [envoi.refuse for envoi in envois] == [False] * 4 + [True]

    _envoyer(Patience(place=0.05), *"abcde", puis=puis)


@pytest.mark.parametrize(
    ("patience", "qui", "partis"),
    [
        (Patience(tenue=0), "aabbc", [0]),
        (Patience(tenue=0, place=0.05), "abcde", [4]),
        (Patience(tenue=0, place=0.05), "a b.1 b.1 c.1", [3]),
        (Patience(longue=0), "abcde", [0]),
        (Patience(longue=0), "baaa", [1]),
    ],
    ids=["à qui en a moins", "pas à qui en a autant", "pas au jeton", "à tous", "à la sienne"],
)
def test_qui_remplit_longtemps_sa_place_la_laisse(
    patience: Patience, qui: str, partis: list[int]
) -> None:
    """The first one taken, and one for each who waits."""

    async def puis(envois: list[_Envoi]) -> None:
        await asyncio.wait([envois[rang].tache for rang in partis], timeout=DELAI)
        assert [rang for rang, envoi in enumerate(envois) if envoi.refuse] == partis

    _envoyer(patience, *(qui.split() if " " in qui else qui), puis=puis)


def test_ce_qui_est_entier_garde_sa_place() -> None:
    async def essai() -> None:
        places = Places(1, Patience(longue=0, place=0.05))
        async with places.prendre("a"):
            with pytest.raises(Indisponible):
                async with places.prendre("b"):
                    pass

    asyncio.run(essai())


@pytest.mark.parametrize(
    ("attend", "part"), [("c", True), ("a", False)], ids=["à qui n'en a pas", "pas à qui en a"]
)
def test_un_long_travail_laisse_sa_place(attend: str, *, part: bool) -> None:
    async def essai() -> bool:
        places = Places(2, Patience(tenue=0, place=0.05), de_plus=1)

        async def travailler(abonne: str) -> None:
            async with places.prendre(abonne) as place:
                await place.faire(asyncio.Event().wait())

        longs = [asyncio.create_task(travailler(abonne)) for abonne in "ab"]
        await _tour()
        with suppress(Indisponible):
            async with places.prendre(attend):
                await asyncio.wait(longs, return_when="FIRST_COMPLETED")
        partis = [long for long in longs if long.done()]
        for long in longs:
            long.cancel()
        assert all(isinstance(parti.exception(), Indisponible) for parti in partis)
        return bool(partis)

    assert asyncio.run(essai()) is part


def test_le_travail_qui_manque_de_temps_le_dit_lui_meme() -> None:
    async def travailler() -> None:
        raise TimeoutError

    async def essai() -> None:
        async with Places(1, Patience()).prendre("a") as place:
            await place.faire(travailler())

    with pytest.raises(TimeoutError):
        asyncio.run(essai())


async def _tour() -> None:
    """Let everybody go as far as they can."""
    for _ in range(20):
        await asyncio.sleep(0)
