"""What the service counts and logs of each request: no content, no address, no person.

Where `DOSSIER` names a folder in the environment before this is loaded, each process counts there,
and any of them tells the sum; a gauge has to say how it is summed (`multiprocess_mode`).
"""

import os
from functools import cache
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from app.kit.logs import journal

DOSSIER: Final = "PROMETHEUS_MULTIPROC_DIR"

REGISTRE: Final = CollectorRegistry()
_METHODES: Final = frozenset({"GET", "HEAD", "POST", "PATCH", "DELETE", "PUT", "OPTIONS"})
_REQUETES: Final = Counter(
    "ti_requetes", "Requests answered", ["methode", "route", "statut"], registry=REGISTRE
)
_DUREES: Final = Histogram(
    "ti_duree_secondes", "Time from arrival to the end of the answer", ["route"], registry=REGISTRE
)


def observer(methode: str, route: str | None, statut: int, duree: float, requete: str) -> None:
    """Count and log a request that has ended; `duree` in seconds, `statut` 0 if cut short.

    `route` is the path that its route declares, None if it has none; `requete` names it.
    """
    route = route or "inconnue"
    methode = methode if methode in _METHODES else "autre"
    compteur, durees = _compteurs(methode, route, statut)
    compteur.inc()
    durees.observe(duree)
    journal.info(
        "requete",
        requete=requete,
        methode=methode,
        route=route,
        statut=statut,
        ms=round(duree * 1000, 2),
    )


@cache
def _compteurs(methode: str, route: str, statut: int) -> tuple[Counter, Histogram]:
    """Found once: finding them by their labels costs more than counting."""
    return _REQUETES.labels(methode, route, statut), _DUREES.labels(route)


def exposition() -> bytes:
    """The counters of all processes of this service, in Prometheus' text format."""
    if DOSSIER not in os.environ:
        return generate_latest(REGISTRE)
    somme = CollectorRegistry()
    MultiProcessCollector(somme)
    return generate_latest(somme)
