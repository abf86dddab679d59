"""Killed in the midst of publishing, the service has published nothing; started again, all."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any, Final

import asyncpg
import pytest
from sqlalchemy import make_url

from tests.bases import base_migree, du_service, sql
from tests.client import Candidature
from tests.decisions.lots import SIGNATAIRE, decideur, epci_neuf, prise
from tests.exploitation.processus import DELAI, service
from tests.instruction.dossiers import agent

LIGNES: Final = 5
# When the clock of a sandbox starts: what is due then is due at once.
_DEJA: Final = "2023-09-18T07:00:00Z"


def _bientot(vrai: Callable[[], bool]) -> None:
    fin = monotonic() + DELAI
    while not vrai():
        assert monotonic() < fin


@contextmanager
def _retenue(url: str, candidature: str) -> Generator[None]:
    """Hold a candidature, as who saves it would, until the end of the block."""
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    tenue, finie = Event(), Event()

    async def tenir() -> None:
        connexion = await asyncpg.connect(dsn)
        async with connexion.transaction():
            enonce = "SELECT FROM candidature WHERE id = $1 FOR UPDATE"
            await connexion.execute(enonce, candidature)
            tenue.set()
            await asyncio.to_thread(finie.wait, DELAI)
        await connexion.close()

    fil = Thread(target=lambda: asyncio.run(tenir()))
    fil.start()
    try:
        assert tenue.wait(DELAI)
        yield
    finally:
        finie.set()
        fil.join()


def _etats(url: str, candidatures: list[Candidature]) -> set[str]:
    ids = ", ".join(f"'{une.id}'" for une in candidatures)
    return {etat for (etat,) in sql(url, f"SELECT etat FROM candidature WHERE id IN ({ids})")}


@pytest.mark.verify
def test_tuee_au_milieu_d_une_publication_elle_n_a_rien_publie_puis_publie_tout(
    postgres: str, tmp_path: Path
) -> None:
    with base_migree(postgres) as url:
        reglages: Any = {"TI_DATABASE_URL": du_service(url), "TI_PROCESSUS": "1"}
        with service(tmp_path, **reglages) as vivante, vivante.client() as client:
            qui, ministre = agent(client, url), decideur(client, url)
            toutes = [prise(client, qui, epci_neuf()) for _ in range(LIGNES)]
            lot = ministre.creer(signataire=SIGNATAIRE)["id"]
            lignes = ({"candidature": u.id, "decision": {"sens": "acceptee"}} for u in toutes)
            ministre.inscrire(lot, *lignes)
            ministre.faire("POST", lot, "/arret").raise_for_status()
            derniere = max(une.id for une in toutes)
            with _retenue(url, derniere):
                sql(url, f"UPDATE lot SET publier_le = '{_DEJA}' WHERE id = '{lot}'")
                attend = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                _bientot(lambda: sql(url, attend) != [(0,)])
                vivante.processus.kill()
                vivante.attendre_la_fin()
            _bientot(lambda: sql(url, attend) == [(0,)])
        assert _etats(url, toutes) == {"en_instruction"}
        assert sql(url, "SELECT count(*) FROM evenement WHERE genre = 'decidee'") == [(0,)]
        with service(tmp_path, **reglages):
            _bientot(lambda: _etats(url, toutes) == {"acceptee"})
        assert sql(url, "SELECT count(*) FROM evenement WHERE genre = 'decidee'") == [(LIGNES,)]
