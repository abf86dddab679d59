"""How soon a webhook leaves after its commit, and how many leave in a second.

`python -m tests.bench.webhooks` prints both, for 50 endpoints whose receivers answer in 50 ms. The
service runs in processes of its own; the receivers, in this one, take part of the same machine.
"""

import asyncio
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Final
from uuid import uuid4

from tests.exploitation.processus import service
from tests.flux.livraisons.outils import Envois, Titulaire

CROCHETS: Final = 50
REPONSE: Final = 0.05  # seconds
_EVENEMENTS: Final = 60
_PAUSE: Final = 0.5  # seconds between two of them: 100 deliveries a second
_RAFALE: Final = 2_000


@dataclass
class Recepteurs:
    """One server for all endpoints: when each request came."""

    port: int = 0
    venues: list[float] = field(default_factory=list[float])

    async def prendre(self, lecteur: asyncio.StreamReader, sortie: asyncio.StreamWriter) -> None:
        tete = await lecteur.readuntil(b"\r\n\r\n")
        self.venues.append(time.time())
        longueur = int(tete.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        await lecteur.readexactly(longueur)
        await asyncio.sleep(REPONSE)
        sortie.write(b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n")
        sortie.close()

    def attendre(self, nombre: int) -> None:
        while len(self.venues) < nombre:
            time.sleep(0.005)


@contextmanager
def recepteurs() -> Generator[Recepteurs]:
    """Listening in a thread until the end of the block."""
    eux, boucle = Recepteurs(), asyncio.new_event_loop()
    serveur = boucle.run_until_complete(
        asyncio.start_server(eux.prendre, "127.0.0.1", 0, backlog=1024)
    )
    eux.port = serveur.sockets[0].getsockname()[1]
    fil = threading.Thread(target=boucle.run_forever)
    fil.start()
    try:
        yield eux
    finally:
        boucle.call_soon_threadsafe(boucle.stop)
        fil.join()


def delais(envois: Envois, eux: Recepteurs) -> list[float]:
    """Seconds from each commit to each first attempt: one event at a time, to all endpoints."""
    titulaire = envois.titulaire()
    for _ in range(CROCHETS):
        envois.declarer(titulaire, f"http://127.0.0.1:{eux.port}/")
    mesures = list[float]()
    for _ in range(_EVENEMENTS):
        eux.venues.clear()
        envois.publier(titulaire, uuid4())
        depart = time.time()
        eux.attendre(CROCHETS)
        mesures += [venue - depart for venue in eux.venues]
        time.sleep(_PAUSE)
    envois.executer("UPDATE crochet SET actif = false")
    return mesures


def debit(envois: Envois, eux: Recepteurs) -> float:
    """Deliveries in a second: a burst of events, each of one endpoint."""
    titulaires: list[Titulaire] = [envois.titulaire() for _ in range(CROCHETS)]
    for titulaire in titulaires:
        envois.declarer(titulaire, f"http://127.0.0.1:{eux.port}/")
    eux.venues.clear()
    for titulaire in titulaires:
        envois.publier(titulaire, *[uuid4() for _ in range(_RAFALE // CROCHETS)])
    eux.attendre(_RAFALE)
    return _RAFALE / (max(eux.venues) - min(eux.venues))


def mesurer() -> None:
    """Print both."""
    with (
        tempfile.TemporaryDirectory() as dossier,
        recepteurs() as eux,
        service(Path(dossier)) as un,
    ):
        envois = Envois.de(un)
        mesures = delais(envois, eux)
        print(  # noqa: T201 -- what it is for
            f"commit to first attempt, {CROCHETS} endpoints: median {median(mesures):.3f} s, "
            f"p99 {quantiles(mesures, n=100)[98]:.3f} s, most {max(mesures):.3f} s"
        )
        print(f"{debit(envois, eux):.0f} deliveries/s")  # noqa: T201 -- likewise
        envois.sonde.fermer()


if __name__ == "__main__":
    mesurer()
