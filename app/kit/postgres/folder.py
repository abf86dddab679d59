"""The folder of the embedded PostgreSQL: one service at a time, one way in, nobody left behind."""

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

PORT: Final = 5432  # only a part of the socket's name: nothing listens on the network
_SUN_PATH: Final = 103  # bytes: 107 on Linux, 103 on macOS (unix(7), sys/un.h)
ATTENTE: Final = 120.0  # seconds, for a start (crash recovery included) or a stop
PAS: Final = 0.01  # seconds between two looks


class DossierOccupe(Exception):
    """Another service, or the PostgreSQL that one left behind, is using this folder."""

    def __init__(self, dossier: Path, pid: int | None) -> None:
        qui = f" (processus {pid})" if pid else ""
        super().__init__(
            f"Le dossier {dossier} est déjà utilisé par un autre service{qui}. "
            "Arrêtez-le, ou choisissez un autre dossier avec TI_DONNEES."
        )


@contextmanager
def verrou(dossier: Path) -> Generator[IO[str]]:
    """Hold the folder for this process; the kernel lets go of it however the process ends.

    The file that is locked is for a process forked from this one to close: it would hold it too.
    """
    with (dossier / "postgresql.lock").open("a+") as fichier:
        try:
            fcntl.flock(fichier, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fichier.seek(0)
            pid = fichier.read().strip()
            raise DossierOccupe(dossier, int(pid) if pid else None) from None
        fichier.truncate(0)
        fichier.write(str(os.getpid()))
        fichier.flush()
        yield fichier


def oublier_le_socket(acces: Path) -> None:
    """Remove the socket of a server that is gone, and the file by which it held it."""
    for reste in acces.glob(f".s.PGSQL.{PORT}*"):
        reste.unlink(missing_ok=True)


def _nettoyer_socket(acces: Path) -> None:
    """Remove the socket's folder and, if it was elsewhere, the link to it; nothing else."""
    oublier_le_socket(acces)
    with suppress(OSError):
        acces.resolve().rmdir()
    if acces.is_symlink():
        acces.unlink()


@contextmanager
def dossier_socket(dossier: Path) -> Generator[Path]:
    """A fresh private folder for the socket: a short one elsewhere, linked, if need be."""
    acces = dossier / "postgresql.socket"
    _nettoyer_socket(acces)
    trop_long = len(os.fsencode(acces / f".s.PGSQL.{PORT}")) > _SUN_PATH
    # A comma separates several folders, for the server as for the driver.
    if trop_long or "," in str(acces):
        socket = Path(tempfile.mkdtemp(prefix="ti-postgresql-"))
        acces.symlink_to(socket)
    else:
        socket = acces
        socket.mkdir(mode=0o700)
    try:
        yield socket
    finally:
        _nettoyer_socket(acces)


def serveurs_sur(donnees: Path) -> list[int]:
    """Process ids of the PostgreSQL processes, orphans included, that work in this folder."""
    if sys.platform != "linux":
        return _serveur_selon_ps(donnees)
    pids: list[int] = []
    for processus in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # gone since, or somebody else's
            nom = (processus / "comm").read_text().strip()
            if nom == "postgres" and (processus / "cwd").samefile(donnees):
                pids.append(int(processus.name))
    return pids


def _serveur_selon_ps(donnees: Path) -> list[int]:
    """The same without /proc, orphans left out; asks the server to stop, as no signal did."""
    fichier = donnees / "postmaster.pid"
    pid = fichier.read_bytes().partition(b"\n")[0] if fichier.exists() else b""
    if not pid:
        return []
    ps = ("/bin/ps", "-o", "command=", "-p", pid)
    commande = subprocess.run(ps, capture_output=True, text=True, check=False)  # noqa: S603
    if str(donnees) not in commande.stdout:
        return []
    with suppress(ProcessLookupError):
        os.kill(int(pid), signal.SIGINT)
    return [int(pid)]


def attendre_le_precedent(dossier: Path, donnees: Path) -> None:
    """Wait for the server of a service that was killed; `DossierOccupe` if it never ends."""
    limite = time.monotonic() + ATTENTE
    while pids := serveurs_sur(donnees):
        if time.monotonic() > limite:
            raise DossierOccupe(dossier, pids[0])
        time.sleep(PAS)
    oublier_le_precedent(donnees)


def oublier_le_precedent(donnees: Path) -> None:
    """Put our number in a left-over postmaster.pid, in place of that of a server that is gone.

    That number may be anybody's by now (after a reboot, in a new container), and PostgreSQL
    refuses to start if it is that of a living process, other than its parent. Deleting the file
    would also lose its other check, on the shared memory of orphaned backends.
    """
    fichier = donnees / "postmaster.pid"
    if fichier.exists():
        _, _, suite = fichier.read_bytes().partition(b"\n")
        fichier.write_bytes(b"%d\n%s" % (os.getpid(), suite))


def est_pret(donnees: Path, pid: int) -> bool:
    """Whether this server says, in its postmaster.pid, that it accepts connections.

    Its eighth line, as `pg_ctl --wait` reads it: cheaper than a process for each look.
    """
    try:
        lignes = (donnees / "postmaster.pid").read_bytes().split(b"\n")
    except FileNotFoundError:
        return False
    return lignes[0] == b"%d" % pid and len(lignes) > 7 and lignes[7].strip() == b"ready"
