"""The service for real: PostgreSQL built by the migrations, uvicorn on a port, a strict client.

One server and one database per worker; a test works on candidatures of its own.
"""

import gc
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import Final

import pytest
import uvicorn
from pydantic import SecretStr

from app.config import Settings
from app.kit.postgres.embedded import PostgresEmbarque
from app.kit.services import Patiences
from app.kit.web.patience import Patience
from app.kit.web.streams import Tenue
from app.main import create_app
from app.serveur import configuration
from tests.bases import base_migree, du_service, migrer_pour_servir, oublier_les_processus, sql
from tests.candidatures.outils import Sonde
from tests.client import Client

# Of all the services that the tests of a worker hold at the same time.
_CONNEXIONS: Final = 200
_DURABLES: Final = ("synchronous_commit", "fsync", "full_page_writes")
# Streams that end before who reads them to their end has waited.
QUI_FINIT: Final = Patiences(flots=Tenue(duree=0.1, silence=0.05))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The URL of a PostgreSQL of this worker's own, migrated."""
    with PostgresEmbarque(tmp_path_factory.mktemp("donnees"), _CONNEXIONS) as serveur:
        # Nobody kills this one to see what is left: those who do have one of their own.
        sql(
            serveur.url,
            *(f"ALTER SYSTEM SET {nom} = off" for nom in _DURABLES),
            "SELECT pg_reload_conf()",
        )
        migrer_pour_servir(serveur.url)
        oublier_les_processus(serveur.url)
        yield serveur.url


@pytest.fixture(scope="session")
def production(postgres: str) -> Generator[str]:
    """The URL of a database beside it, migrated, for services that are no sandbox."""
    with base_migree(postgres) as url:
        oublier_les_processus(url)
        yield url


@pytest.fixture(scope="session")
def sonde(postgres: str) -> Generator[Sonde]:
    """A look into the database of this worker, for what the API does not show."""
    sonde = Sonde(postgres)
    yield sonde
    sonde.fermer()


@pytest.fixture(scope="session")
def reglages(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a sandbox on that database."""
    dossier = tmp_path_factory.mktemp("fichiers")
    return reglages_pour(postgres, dossier, bac_a_sable=True, travaux=True)


@pytest.fixture(scope="session")
def client(reglages: Settings) -> Generator[Client]:
    """A client of the sandbox of this worker."""
    with servir(reglages) as client:
        yield client


@pytest.fixture(scope="session")
def presse(reglages: Settings) -> Generator[Client]:
    """A client of a service beside it that waits for nobody, for those who are to be cut."""
    with impatient(reglages, Patience(tete=0.4, lecture=0.05, silence=0.05)) as client:
        yield client


@pytest.fixture(scope="session")
def bref(reglages: Settings) -> Generator[Client]:
    """A client of a service beside it whose streams end at once, for who reads one to its end."""
    sans_travaux = reglages.model_copy(update={"travaux": False})
    with servir(sans_travaux, patiences=QUI_FINIT) as client:
        yield client


def reglages_pour(url: str, donnees: Path, **autres: object) -> Settings:
    """Settings on a database, whatever the environment says.

    Without `travaux=True` that service does no jobs: another one on the same database, with other
    settings, would else do them in its place.
    """
    donnes = {
        "database_url": SecretStr(du_service(url)),
        "database_url_migration": SecretStr(url),
        "donnees": donnees,
        "port": 0,
        "travaux": False,
    }
    return Settings.model_validate(Settings().model_dump() | donnes | autres)


@contextmanager
def impatient(reglages: Settings, patience: Patience) -> Generator[Client]:
    """A process of that service that waits so long for its clients, and does no jobs."""
    sans_travaux = reglages.model_copy(update={"travaux": False})
    with servir(sans_travaux, patiences=Patiences(clients=patience)) as client:
        yield client


class _Serveur(uvicorn.Server):
    """Says that it has started, or ended: who waits for that takes nothing from it."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.dit = threading.Event()

    def vivre(self, ecoute: socket) -> None:
        try:
            self.run([ecoute])
        finally:
            self.dit.set()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self.dit.set()


@contextmanager
def servir(
    reglages: Settings,
    *,
    seul: bool = False,
    patiences: Patiences | None = None,
) -> Generator[Client]:
    """Serve the application on a free port, in a thread, until the end of the block."""
    app = create_app(reglages, seul=seul, patiences=patiences)
    config = configuration(app, "127.0.0.1", 0)
    serveur = _Serveur(config)
    ecoute = config.bind_socket()
    fil = threading.Thread(target=serveur.vivre, args=(ecoute,))
    fil.start()
    try:
        serveur.dit.wait()
        with Client(f"http://127.0.0.1:{ecoute.getsockname()[1]}") as client:
            client.attendre(fil.is_alive)
            yield client
    finally:
        serveur.should_exit = True
        fil.join()
        ecoute.close()


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of the collections of garbage between tests."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tables that tests made, by `record_property("tableau", …)`, whichever worker ran
    them."""
    for rapport in (*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")):
        for nom, valeur in rapport.user_properties:
            if nom == "tableau":
                terminalreporter.write_line(f"\n{valeur}\n")
