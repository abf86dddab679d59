"""`python -m tests.bench.tableurs`: exports of a thousand deposited dossiers and more, by format.

Prints processor time, memory and bytes of each, by the process that serves and by those it forks.
"""

import argparse
import asyncio
import http.client
import json
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final

from app.exports.options import Format
from app.exports.redactions import REDACTIONS
from tests.bench.growth import preparer
from tests.bench.measure import memoire, oublier_le_pic, processeur
from tests.bench.peuple import grandir
from tests.bench.report import machine, tableau
from tests.bench.scenarios import CibleService
from tests.bench.servers import postgres, service

TAILLES: Final = (1_000, 10_000, 100_000)
ICI: Final = "/v1/instruction/exports"
_REGARD: Final = 0.05
_CONTENUS: Final = ["depots", "avis", "notes", "messages", "decisions"]


def appeler(port: int, cle: str, methode: str, chemin: str, corps: object = None) -> Any:
    """What the service answers, as JSON."""
    connexion = http.client.HTTPConnection("127.0.0.1", port)
    entetes = {"Authorization": f"Bearer {cle}", "Content-Type": "application/json"}
    connexion.request(methode, chemin, json.dumps(corps) if corps else None, entetes)
    lu = json.loads(connexion.getresponse().read())
    connexion.close()
    return lu


class _Veille:
    """The most memory that any of the processes below one held, looked at now and then."""

    def __init__(self, pid: int) -> None:
        self.pic = 0.0
        self._pid = pid
        self._fin = threading.Event()
        self._fil = threading.Thread(target=self._veiller)
        self._fil.start()

    def _veiller(self) -> None:
        while not self._fin.wait(_REGARD):
            for enfant in _descendants(self._pid):
                with suppress(OSError, KeyError):
                    self.pic = max(self.pic, memoire(enfant).pic)

    def fermer(self) -> None:
        self._fin.set()
        self._fil.join()


def _descendants(pid: int) -> list[int]:
    with suppress(OSError):
        enfants = [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return [*enfants, *(un for enfant in enfants for un in _descendants(enfant))]
    return []


def mesurer(cible: CibleService, cle: str, format_: Format, repos: float) -> list[str]:
    """One export; `repos`: megabytes held before any."""
    pid, port = cible.serveur.pid, cible.serveur.port
    oublier_le_pic(pid)
    veille, debut, avant = _Veille(pid), time.perf_counter(), processeur(pid)
    demande = {"format": format_.value, "contenus": _CONTENUS}
    fait = appeler(port, cle, "POST", ICI, demande)
    while fait["etat"] in ("en_attente", "en_cours"):
        time.sleep(_REGARD)
        fait = appeler(port, cle, "GET", f"{ICI}/{fait['id']}")
    duree, apres = time.perf_counter() - debut, processeur(pid)
    veille.fermer()
    assert fait["etat"] == "pret", fait
    return [
        f"{fait['fait']:,}",
        format_.value,
        f"{(apres - avant) / 1000:.1f}",
        f"{duree:.1f}",
        f"{fait['taille'] / 1e6:.1f}",
        f"{memoire(pid).pic - repos:.1f}",
        f"{veille.pic:.1f}",
    ]


def main() -> None:
    """Grow to each size, export, print."""
    lecteur = argparse.ArgumentParser(prog="python -m tests.bench.tableurs", description=__doc__)
    lecteur.add_argument("--jusqu-a", type=int, default=TAILLES[1], help="the largest size")
    jusqu_a, lignes, deja = lecteur.parse_args().jusqu_a, list[list[str]](), 0
    with ExitStack() as pile:
        dossier = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="ti-banc-")))
        base = pile.enter_context(postgres(dossier / "base"))
        cible = CibleService(pile.enter_context(service(dossier / "service", base.url)))
        cle = asyncio.run(preparer(cible, base))
        mesurer(cible, cle, Format.XLSX, 0)  # the nursery starts
        repos = memoire(cible.serveur.pid).actuelle
        for taille in (une for une in TAILLES if une <= jusqu_a):
            asyncio.run(grandir(base.dsn, deja, 2 * taille, 3))
            deja = 2 * taille
            lignes += [mesurer(cible, cle, format_, repos) for format_ in REDACTIONS]
        version = asyncio.run(base.version())
    titres = [
        "dossiers",
        "format",
        "processor (s)",
        "time (s)",
        "MB",
        "server (+MB)",
        "writer (MB)",
    ]
    sys.stdout.write(f"{machine(version)}\n\n{tableau(titres, lignes)}\n")


if __name__ == "__main__":
    main()
