"""What the benchmark starts, each in its process: PostgreSQL, the service, the bare app."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import asyncpg

from app.kit.postgres.embedded import PostgresEmbarque
from tests.bases import du_service, migrer_pour_servir
from tests.exploitation.processus import ouvriers

ATTENTE = 60.0  # seconds, for a start or a stop


@dataclass(frozen=True, slots=True)
class Serveur:
    """A process that answers HTTP on a port of this machine."""

    nom: str
    pid: int
    port: int
    pret_en: float
    """Seconds from its start to its first answer."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """The database that both use. `url` is SQLAlchemy's, `dsn` asyncpg's."""

    url: str
    pid: int

    @property
    def dsn(self) -> str:
        """The address for asyncpg."""
        return self.url.replace("postgresql+asyncpg", "postgresql")

    async def egaliser(self) -> None:
        """A checkpoint: whoever is measured next starts from the same state of the disk."""
        connexion = await asyncpg.connect(self.dsn)
        await connexion.execute("CHECKPOINT")
        await connexion.close()

    async def version(self) -> str:
        """The version of PostgreSQL."""
        connexion = await asyncpg.connect(self.dsn)
        version = await connexion.fetchval("SHOW server_version")
        await connexion.close()
        return str(version)


@contextmanager
def postgres(dossier: Path) -> Generator[Postgres]:
    """A fresh PostgreSQL in a folder, with the service's tables."""
    with PostgresEmbarque(dossier) as embarque:
        migrer_pour_servir(embarque.url)
        fichier = dossier / "postgresql" / "postmaster.pid"
        yield Postgres(embarque.url, int(fichier.read_text().partition("\n")[0]))


@contextmanager
def service(dossier: Path, url: str | None, **autres: str) -> Generator[Serveur]:
    """The service, logging as usual; on its own PostgreSQL when `url` is None.

    `autres`: settings of it, else those of a sandbox.
    """
    env = {"TI_DONNEES": str(dossier), "TI_BAC_A_SABLE": "true", "TI_PORT": str(port := _port())}
    # As the bare app has one.
    env |= {"TI_PROCESSUS": "1"} | autres
    if url:
        env["TI_DATABASE_URL"] = du_service(url)
    with _lancer(
        "service", ["-c", "from app.cli import app; app()", "serve"], env, dossier, port
    ) as serveur:
        yield replace(serveur, pid=ouvriers(serveur.pid).pop())


@contextmanager
def nue(dossier: Path, base: Postgres) -> Generator[Serveur]:
    """The bare app."""
    env = {"DATABASE_URL": base.dsn, "DOSSIER": str(dossier), "PORT": str(port := _port())}
    with _lancer("nue", ["-m", "tests.bench.bare"], env, dossier, port) as serveur:
        yield serveur


@contextmanager
def _lancer(
    nom: str, arguments: list[str], env: dict[str, str], dossier: Path, port: int
) -> Generator[Serveur]:
    dossier.mkdir(parents=True, exist_ok=True)
    journal = dossier / "journal.txt"
    depart = time.perf_counter()
    with journal.open("wb") as sortie:
        processus = subprocess.Popen(
            [sys.executable, *arguments], env=os.environ | env, stdout=sortie, stderr=sortie
        )
    try:
        while not _repond(port):
            if processus.poll() is not None or time.perf_counter() - depart > ATTENTE:
                raise RuntimeError(f"{nom} does not start:\n{journal.read_text()[-4000:]}")
            time.sleep(0.01)
        yield Serveur(nom, processus.pid, port, time.perf_counter() - depart)
    finally:
        processus.terminate()
        processus.wait(ATTENTE)


def _repond(port: int) -> bool:
    """Whether any answer comes, a refusal included."""
    try:
        with socket.create_connection(("127.0.0.1", port)) as prise:
            prise.sendall(b"GET /v1/candidatures HTTP/1.1\r\nHost: banc\r\n\r\n")
            return prise.recv(1) != b""
    except OSError:
        return False


def _port() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]
