"""`python -m tests.menaces.temps`: what the time of an answer tells, printed and never asserted.

What is not the caller's is found by the query that finds nothing, and asking for links leaves a job
the same thing to do: the medians of each pair are within the noise of the pair that compares a
request with itself.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Final
from uuid import uuid4

import httpx2

from tests.client import Client
from tests.depots.pieces import deposee
from tests.exploitation.processus import service

Appel = Callable[[], httpx2.Response]
_GRAINE: Final = 4


def main() -> None:
    """Compare each pair, and print a table."""
    lecteur = argparse.ArgumentParser(description=__doc__)
    lecteur.add_argument("--tours", type=int, default=1000, help="requests of each kind")
    tours = lecteur.parse_args().tours
    with ExitStack() as pile:
        dossier = pile.enter_context(tempfile.TemporaryDirectory())
        lance = pile.enter_context(service(Path(dossier), TI_PROCESSUS="1"))
        client = pile.enter_context(lance.client())
        paires = _paires(client)
        client.event_hooks = {}  # holding each answer against the contract would take longer
        _dire("| a | b | a, ms | b, ms | b - a, µs | interquartile range, µs |")
        _dire("| --- | --- | --- | --- | --- | --- |")
        for (nom_a, a), (nom_b, b) in paires:
            _comparer(nom_a, a, nom_b, b, tours)


def _paires(client: Client) -> list[tuple[tuple[str, Appel], tuple[str, Appel]]]:
    autrui, mienne = deposee(client), client.creer()
    connue = f"{uuid4()}@example.fr"
    client.creer({"demandeur": {"courriel": connue}})
    porteur = {"Authorization": f"Bearer {mienne.jeton}"}

    def lire(id: str) -> httpx2.Response:
        return client.get(f"/v1/candidatures/{id}", headers=porteur)

    def demander(courriel: str) -> httpx2.Response:
        return client.post("/v1/acces/liens", json={"courriel": courriel})

    inconnue = ("unknown id", lambda: lire(str(uuid4())))
    return [
        (inconnue, inconnue),
        (("another's candidature", lambda: lire(autrui.id)), inconnue),
        (
            ("link for a known address", lambda: demander(connue)),
            ("link for an unknown one", lambda: demander(f"{uuid4()}@example.fr")),
        ),
    ]


def _comparer(nom_a: str, a: Appel, nom_b: str, b: Appel, tours: int) -> None:
    """Call both in turn, in an order drawn each time, and print what they took."""
    hasard = Random(_GRAINE)  # noqa: S311 -- draws an order, no secret
    durees = list[float](), list[float]()
    for rang in range(tours + tours // 10):  # the first tenth warms up
        for lequel in hasard.sample((0, 1), 2):
            debut = perf_counter()
            (a, b)[lequel]()
            if rang >= tours // 10:
                durees[lequel].append((perf_counter() - debut) * 1e3)
    quart, _, trois_quarts = quantiles(durees[0] + durees[1], n=4)
    ma, mb = median(durees[0]), median(durees[1])
    ecart, etendue = (mb - ma) * 1e3, (trois_quarts - quart) * 1e3
    _dire(f"| {nom_a} | {nom_b} | {ma:.3f} | {mb:.3f} | {ecart:+.0f} | {etendue:.0f} |")


def _dire(ligne: str) -> None:
    print(ligne, file=sys.stdout, flush=True)  # noqa: T201 -- what the command is for


if __name__ == "__main__":
    main()
