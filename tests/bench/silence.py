"""`python -m tests.bench.silence`: a primary that falls silent, and the one promoted in its place.

What leads to it swallows all that passes, either way, and nobody is told. Prints how long every
answer took meanwhile, then how soon the new primary is used once it takes writes.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx2

from tests.bases import sql
from tests.client import Candidature, Client
from tests.depots.pieces import prete
from tests.exploitation.bases import serveur_a_soi
from tests.exploitation.processus import Service
from tests.exploitation.processus import service as lancer
from tests.exploitation.reserve import rejoindre, reserve
from tests.relais import Relais, relais

_SILENCE: Final = 120.0  # seconds after which an answer is taken for lost
_PAR_GENRE: Final = 3
_PAS: Final = 0.1  # seconds between two tries of one who waits
Appel = Callable[[Candidature], httpx2.Response]
APPELS: Final[dict[str, Appel]] = {
    "read": lambda c: c.appeler("GET"),
    "files": lambda c: c.appeler("GET", "/pieces-jointes"),
    "save": lambda c: c.modifier({"bilan": {"actions_realisees": str(time.monotonic())}}),
    "upload": lambda c: c.joindre("bilan", "a.txt", b"refused if it is read"),
    "deposit": lambda c: c.deposer(),
}
_REPRIS: Final = ("read", "save", "deposit")


@dataclass(slots=True)
class Constats:
    """Statuses and durations of the answers given meanwhile; seconds until each is done again."""

    reponses: list[tuple[str, int, float]] = field(default_factory=list[tuple[str, int, float]])
    reprises: dict[str, list[float]] = field(default_factory=dict[str, list[float]])


@contextmanager
def deux(dossier: Path) -> Generator[tuple[Service, Relais, str, str]]:
    """The service on two servers, the first behind a relay; the URL of both, past the relays."""
    with (
        serveur_a_soi(dossier / "premiere") as url,
        reserve(url, dossier) as autre,
        relais(url) as premiere,
        relais(autre) as seconde,
    ):
        hotes = f"host=127.0.0.1:{premiere.port}&host=127.0.0.1:{seconde.port}"
        base = f"postgresql+asyncpg://ti_service@/ti?{hotes}"
        donnees = dossier / "service"
        with lancer(donnees, TI_DATABASE_URL=base, TI_PROCESSUS="1") as ouvert:
            yield ouvert, premiere, url, autre


def jouer(dossier: Path, secondes: float, constats: Constats) -> None:
    """Silence for so long, calls all the while; then the other server is promoted."""
    with deux(dossier) as (ouvert, premiere, url, autre), _client(ouvert) as client:
        candidature = prete(client)
        candidature.deposer().raise_for_status()
        rejoindre(url, autre)
        premiere.muet = True
        fin = time.monotonic() + secondes

        def insister(nom: str) -> None:
            while time.monotonic() < fin:
                constats.reponses.append((nom, *_mesurer(nom, candidature)))

        with ThreadPoolExecutor(len(APPELS) * _PAR_GENRE) as fils:
            list(fils.map(insister, [*APPELS] * _PAR_GENRE))
        sql(autre, "SELECT pg_promote()")  # returns once it takes writes
        promu = time.monotonic()
        for nom in _REPRIS:
            while not 200 <= _mesurer(nom, candidature)[0] < 300:
                time.sleep(_PAS)
            constats.reprises.setdefault(nom, []).append(time.monotonic() - promu)


def _client(ouvert: Service) -> Client:
    client = ouvert.client()
    client.timeout = httpx2.Timeout(_SILENCE)
    return client


def _mesurer(nom: str, candidature: Candidature) -> tuple[int, float]:
    depart = time.monotonic()
    try:
        statut = APPELS[nom](candidature).status_code
    except httpx2.TransportError:
        statut = 0
    return statut, time.monotonic() - depart


def raconter(constats: Constats) -> str:
    """The figures, a line each."""
    lignes = [
        f"{nom}: {dict(Counter(s for n, s, _ in constats.reponses if n == nom))}, "
        f"slowest answer {max(d for n, _, d in constats.reponses if n == nom):.1f} s"
        for nom in APPELS
    ]
    lignes += [
        f"{nom} done by the new primary: {', '.join(f'{d:.1f}' for d in delais)} s after promotion"
        for nom, delais in constats.reprises.items()
    ]
    return "\n".join(lignes)


def main() -> None:
    """Parse the command line, play, print."""
    lecteur = argparse.ArgumentParser(prog="python -m tests.bench.silence", description=__doc__)
    lecteur.add_argument("--secondes", type=float, default=30.0, help="how long it is silent")
    lecteur.add_argument("--fois", type=int, default=3, help="how many times")
    options = lecteur.parse_args()
    constats = Constats()
    for _ in range(options.fois):
        with tempfile.TemporaryDirectory(prefix="ti-") as dossier:
            jouer(Path(dossier), options.secondes, constats)
    sys.stdout.write(raconter(constats) + "\n")


if __name__ == "__main__":
    main()
