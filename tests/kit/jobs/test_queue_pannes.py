"""A job outlives the process that does it, its connection and the stop of its service."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from structlog.testing import capture_logs

from app.kit.postgres.migrations import migrer
from tests.bases import base_neuve, du_service
from tests.kit.jobs.atelier import PRESSE, atelier, noter, prendre, retenir

_PROJET: Final = Path(__file__).parents[3]
_ETAT: Final = "SELECT status::text, entrypoint FROM pgqueuer"
_CENT: Final = timedelta(milliseconds=100)
_LEUR_CONNEXION: Final = (
    "FROM pg_stat_activity WHERE application_name = 'travaux' AND datname = current_database()"
)
_AU_REPOS: Final = (
    f"SELECT state = 'idle' AND now() - state_change > interval '0.2 s' {_LEUR_CONNEXION}"
)
_COUPER: Final = f"SELECT pg_terminate_backend(pid) {_LEUR_CONNEXION}"
# A process that takes a job and never ends it; it says when it has begun.
_FIGE: Final = """
import asyncio, sys
from tests.kit.jobs.atelier import atelier

async def geste(contenu):
    print("commence", flush=True)
    await asyncio.Event().wait()

async def vivre():
    async with atelier(sys.argv[1], {"essai": geste}):
        await asyncio.Event().wait()

asyncio.run(vivre())
"""


@contextmanager
def _processus_fige(url: str) -> Generator["subprocess.Popen[str]"]:
    """That process, killed (`kill -9`) at the end of the block at the latest."""
    with subprocess.Popen(
        [sys.executable, "-c", _FIGE, url],
        cwd=_PROJET,
        env={**os.environ, "PYTHONPATH": str(_PROJET)},
        stdout=subprocess.PIPE,
        text=True,
    ) as processus:
        try:
            yield processus
        finally:
            processus.kill()


def _a_commence(processus: "subprocess.Popen[str]") -> bool:
    assert processus.stdout
    return processus.stdout.readline() == "commence\n"


def test_le_travail_d_un_processus_tue_est_fait_par_un_autre(file_vide: str) -> None:
    async def essai() -> None:
        faits = asyncio.Queue[Any]()
        rythme = replace(PRESSE, silence=_CENT)
        async with atelier(file_vide, {"essai": noter(faits)}, rythme=rythme, demarre=False) as o:
            await o.confier("essai", rang=1)
            with _processus_fige(file_vide) as processus:
                assert await asyncio.to_thread(_a_commence, processus)
                processus.kill()
            assert await o.lire(_ETAT) == [("picked", "essai")]
            o.demarrer()
            assert await prendre(faits) == {"rang": 1}
            await o.attendre("SELECT count(*) FROM pgqueuer", 0)

    asyncio.run(essai())


def test_un_travail_long_n_est_pas_pris_par_un_autre(file_vide: str) -> None:
    async def essai() -> None:
        debuts, suite = asyncio.Queue[Any](), asyncio.Event()
        gestes = {"essai": retenir(debuts, suite)}
        rythme = replace(PRESSE, silence=timedelta(seconds=1))
        async with (
            atelier(file_vide, gestes, rythme=rythme) as un,
            atelier(file_vide, gestes, rythme=rythme),
        ):
            await un.confier("essai")
            await prendre(debuts)
            # Past the silence that gives a job away: it is said to be alive meanwhile.
            bat = "SELECT heartbeat - updated > interval '1.4 s' FROM pgqueuer"
            await un.attendre(bat, True)
            assert debuts.empty()
            suite.set()
            await un.attendre("SELECT count(*) FROM pgqueuer", 0)

    asyncio.run(essai())


def test_plusieurs_processus_se_partagent_les_travaux(file_vide: str) -> None:
    async def essai() -> None:
        premier, second, suite = asyncio.Queue[Any](), asyncio.Queue[Any](), asyncio.Event()
        async with (
            atelier(file_vide, {"essai": retenir(premier, suite)}) as un,
            atelier(file_vide, {"essai": retenir(second, suite)}),
        ):
            for rang in range(8):
                await un.confier("essai", rang=rang)
            pris = [(await prendre(file))["rang"] for file in (premier, second) for _ in range(4)]
            assert sorted(pris) == list(range(8))
            suite.set()
            await un.attendre("SELECT count(*) FROM pgqueuer", 0)

    asyncio.run(essai())


# --- Stop ---


def test_un_arret_laisse_finir_le_travail_en_cours(file_vide: str) -> None:
    async def essai() -> None:
        debuts, suite = asyncio.Queue[Any](), asyncio.Event()
        async with atelier(file_vide, {"essai": retenir(debuts, suite)}) as o:
            await o.confier("essai", rang=1)
            await o.confier("autre")
            await prendre(debuts)
            arret = asyncio.create_task(o.travaux.arreter())
            asyncio.get_running_loop().call_soon(suite.set)
            await arret
            assert await o.lire(_ETAT) == [("queued", "autre")]

    asyncio.run(essai())


def test_un_arret_rend_a_la_file_le_travail_qui_ne_finit_pas(
    file_vide: str,
) -> None:
    rythme = replace(PRESSE, arret=timedelta(milliseconds=50))

    async def essai() -> None:
        debuts = asyncio.Queue[Any]()
        gestes = {"essai": retenir(debuts, asyncio.Event())}
        async with atelier(file_vide, gestes, rythme=rythme) as o:
            await o.confier("essai")
            await prendre(debuts)
            await o.travaux.arreter()
            a_faire = "SELECT status::text, execute_after <= now() FROM pgqueuer"
            assert await o.lire(a_faire) == [("queued", True)]

    asyncio.run(essai())


# --- The database ---


def test_une_connexion_coupee_se_reprend(file_vide: str) -> None:
    async def essai() -> None:
        faits = asyncio.Queue[Any]()
        rythme = replace(PRESSE, releve=timedelta(hours=1))
        async with atelier(file_vide, {"essai": noter(faits)}, rythme=rythme) as o:
            await o.confier("essai")
            await prendre(faits)
            await o.attendre(_AU_REPOS, True)
            assert await o.lire(_COUPER) == [(True,)]
            await o.confier("essai", rang=2)
            assert await prendre(faits) == {"rang": 2}

    asyncio.run(essai())


def test_une_base_pas_encore_migree_est_attendue(postgres: str) -> None:
    async def essai(url: str) -> None:
        faits = asyncio.Queue[Any]()
        rythme = replace(PRESSE, reprise=timedelta(seconds=0.5))
        with capture_logs() as journaux:
            async with atelier(url, {"essai": noter(faits)}, rythme=rythme) as o:
                async with asyncio.timeout(30):
                    while not journaux:
                        await asyncio.wait({asyncio.create_task(o.lire("SELECT 1"))})
                await migrer(url, du_service(url))
                await o.confier("essai", rang=1)
                assert await prendre(faits) == {"rang": 1}
        assert {ligne["event"] for ligne in journaux} == {"travaux_interrompus"}

    with base_neuve(postgres) as url:
        asyncio.run(essai(url))


# --- What is due by itself ---


def test_un_travail_periodique_se_fait_par_un_processus_a_la_fois(file_vide: str) -> None:
    async def essai() -> None:
        debuts, suite = asyncio.Queue[Any](), asyncio.Event()
        gestes, toutes_les_secondes = {"essai": retenir(debuts, suite)}, {"essai": "* * * * * *"}
        async with (
            atelier(file_vide, gestes, toutes_les_secondes) as un,
            atelier(file_vide, gestes, toutes_les_secondes),
        ):
            assert await prendre(debuts) == {}
            # Due again while the first still runs.
            echu = "SELECT last_run > (SELECT updated FROM pgqueuer) + interval '1 s' FROM "
            await un.attendre(echu + "pgqueuer_schedules", True)
            assert debuts.empty()
            assert await un.lire(_ETAT) == [("picked", "essai")]
            suite.set()
            await prendre(debuts)

    asyncio.run(essai())
