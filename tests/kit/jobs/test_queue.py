"""A job is done exactly if its transaction commits, whatever happens to who does it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest
from structlog.testing import capture_logs

from tests.kit.jobs.atelier import PRESSE, VIF, Atelier, atelier, noter, prendre, retenir

_MARQUE: Final = "zqxwv@example.fr"
_JAMAIS: Final = timedelta(hours=3)
_EN_FILE: Final = "SELECT count(*) FROM pgqueuer"


# --- Entrusted ---


async def _confier_et_rompre(ouvert: Atelier, *avant: str) -> None:
    with pytest.raises(KeyError):
        async with ouvert.base.transaction() as connexion:
            for requete in avant:
                await connexion.exec_driver_sql(requete)
            await ouvert.travaux.confier(connexion, "essai", {})
            raise KeyError


@pytest.mark.parametrize("avant", [(), ("SELECT 1",)], ids=["premier", "second"])
def test_une_transaction_annulee_ne_laisse_pas_de_travail(
    file_vide: str, avant: tuple[str, ...]
) -> None:
    async def essai() -> None:
        async with atelier(file_vide, {}, demarre=False) as ouvert:
            await _confier_et_rompre(ouvert, *avant)
            assert await ouvert.lire(_EN_FILE) == [(0,)]
            await ouvert.confier("essai")
            assert await ouvert.lire(_EN_FILE) == [(1,)]

    asyncio.run(essai())


def test_un_travail_attend_que_sa_transaction_soit_validee(file_vide: str) -> None:
    async def essai() -> None:
        faits = asyncio.Queue[Any]()
        async with atelier(file_vide, {"essai": noter(faits)}) as ouvert:
            async with ouvert.base.transaction() as connexion:
                await ouvert.travaux.confier(connexion, "essai", {"rang": 1})
                await ouvert.confier("essai", rang=2)
                assert await prendre(faits) == {"rang": 2}
                assert faits.empty()
            assert await prendre(faits) == {"rang": 1}

    asyncio.run(essai())


def test_un_travail_confie_appelle_aussitot(file_vide: str) -> None:
    async def essai() -> None:
        faits = asyncio.Queue[Any]()
        rythme = replace(PRESSE, releve=_JAMAIS)
        async with atelier(file_vide, {"essai": noter(faits)}, rythme=rythme) as ouvert:
            for rang in range(3):  # the first may be found by who has just started
                await ouvert.confier("essai", rang=rang)
                assert await prendre(faits) == {"rang": rang}

    asyncio.run(essai())


def test_chaque_genre_a_son_geste_et_un_genre_inconnu_attend(file_vide: str) -> None:
    async def essai() -> None:
        a, b = asyncio.Queue[Any](), asyncio.Queue[Any]()
        async with atelier(file_vide, {"a": noter(a), "b": noter(b)}) as ouvert:
            for genre in ("inconnu", "b", "a"):
                await ouvert.confier(genre, nom=genre)
            assert (await prendre(a), await prendre(b)) == ({"nom": "a"}, {"nom": "b"})
            await ouvert.attendre(
                "SELECT entrypoint, status::text FROM pgqueuer", "inconnu", "queued"
            )

    asyncio.run(essai())


def test_un_processus_n_en_fait_que_quatre_a_la_fois(file_vide: str) -> None:
    async def essai() -> None:
        debuts, suite = asyncio.Queue[Any](), asyncio.Event()
        async with atelier(file_vide, {"essai": retenir(debuts, suite)}) as ouvert:
            for _ in range(9):
                await ouvert.confier("essai")
            for _ in range(4):
                await prendre(debuts)
            # Long enough for a fifth to begin: the queue is looked at every 20 ms.
            depuis = "SELECT now() - max(updated) > interval '0.3 s' FROM pgqueuer WHERE "
            await ouvert.attendre(depuis + "status = 'picked'", True)
            assert debuts.empty()
            suite.set()
            await ouvert.attendre(_EN_FILE, 0)
            assert debuts.qsize() == 5

    asyncio.run(essai())


# --- What is kept of it ---


def test_rien_de_son_contenu_ne_reste_ni_en_base_ni_au_journal(file_vide: str) -> None:
    async def essai() -> None:
        faits = asyncio.Queue[Any]()

        async def geste(contenu: dict[str, Any]) -> None:
            if faits.empty():
                faits.put_nowait(None)
                raise ValueError(contenu["a"])

        async with atelier(file_vide, {"essai": geste}, demarre=False) as ouvert:
            await ouvert.confier("essai", a=_MARQUE)
            (contenu,) = await ouvert.lire("SELECT convert_from(payload, 'utf8') FROM pgqueuer")
            assert _MARQUE in contenu[0]
            ouvert.demarrer()
            await ouvert.attendre(_EN_FILE, 0)
            assert not faits.empty()
            for table in ("pgqueuer_log", "pgqueuer_statistics"):
                assert await ouvert.lire(f"TABLE {table}") == []

    with capture_logs() as journaux:
        asyncio.run(essai())
    (echec,) = journaux
    assert (echec["event"], echec["genre"], echec["essai"]) == ("travail_echoue", "essai", 1)
    assert _MARQUE not in str({nom: dit for nom, dit in echec.items() if nom != "exc_info"})


# --- Failures ---


def test_un_echec_se_reessaie_de_moins_en_moins_souvent(file_vide: str) -> None:
    async def geste(_contenu: dict[str, Any]) -> None:
        raise ValueError

    async def essai() -> None:
        rythme = replace(PRESSE, premier_delai=timedelta(hours=1), dernier_delai=_JAMAIS)
        etat = "SELECT attempts, execute_after - updated FROM pgqueuer"
        async with atelier(file_vide, {"essai": geste}, rythme=rythme) as ouvert:
            await ouvert.confier("essai")
            for rang, heures in enumerate((1, 2, 3, 3), start=1):
                await ouvert.attendre(etat, rang, timedelta(hours=heures))
                sql_ = "UPDATE pgqueuer SET execute_after = now()"
                async with ouvert.base.transaction() as connexion:
                    await connexion.exec_driver_sql(sql_)

    asyncio.run(essai())


def test_un_travail_finit_par_reussir(file_vide: str) -> None:
    async def essai() -> None:
        essais = asyncio.Queue[Any]()

        async def geste(_contenu: dict[str, Any]) -> None:
            essais.put_nowait(None)
            if essais.qsize() < 4:
                raise ValueError

        async with atelier(file_vide, {"essai": geste}) as ouvert:
            await ouvert.confier("essai")
            await ouvert.attendre(_EN_FILE, 0)
        assert essais.qsize() == 4

    asyncio.run(essai())


def test_un_travail_qui_echoue_depuis_un_jour_est_abandonne_sans_dire_son_contenu(
    file_vide: str,
) -> None:
    async def geste(contenu: dict[str, Any]) -> None:
        raise ValueError(contenu["a"])

    async def essai() -> None:
        async with atelier(file_vide, {"essai": geste}, demarre=False) as ouvert:
            await ouvert.confier("essai", a=_MARQUE)
            async with ouvert.base.transaction() as connexion:
                await connexion.exec_driver_sql(
                    "UPDATE pgqueuer SET created = created - interval '24 hours'"
                )
            ouvert.demarrer()
            await ouvert.attendre(_EN_FILE, 0)

    with capture_logs() as journaux:
        asyncio.run(essai())
    (abandon,) = journaux
    assert (abandon["event"], abandon["log_level"]) == ("travail_abandonne", "error")
    assert _MARQUE not in str({nom: dit for nom, dit in abandon.items() if nom != "exc_info"})


def test_un_essai_trop_long_est_un_echec(file_vide: str) -> None:
    async def essai() -> None:
        debuts, suite = asyncio.Queue[Any](), asyncio.Event()
        rythme = replace(PRESSE, duree=VIF)
        async with atelier(file_vide, {"essai": retenir(debuts, suite)}, rythme=rythme) as ouvert:
            await ouvert.confier("essai")
            await prendre(debuts)
            await prendre(debuts)
            suite.set()
            await ouvert.attendre(_EN_FILE, 0)

    asyncio.run(essai())
