"""`python -m tests.bench`: the service beside a bare app, both driven in turn; prints a table."""

import argparse
import asyncio
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.bench.deposees import charger
from tests.bench.report import Constat, rediger
from tests.bench.rounds import Comparaison, affluence, comparer, gros_fichier
from tests.bench.scenarios import (
    TERRITOIRES,
    Acte,
    Cible,
    CibleService,
    Creation,
    Depot,
    Enregistrement,
    Lecture,
    Liste,
    PremiereCreation,
    Televersement,
)
from tests.bench.servers import Postgres, nue, postgres, service

FOULE = 256  # connections at once
DEPOSEES = 10_000
_IMPORT = "from time import perf_counter as t; d = t(); import app.main; print(t() - d)"


def actes(part: float) -> list[Acte]:
    """What is compared; `part` scales the number of requests of a round."""
    return [
        Enregistrement("save", int(800 * part), 16, 40),
        Creation("create", int(600 * part), 16, 33),
        PremiereCreation("create, unseen", int(300 * part), 16),
        Lecture("read", int(1200 * part), 16, 40),
        Televersement("upload 5 MB", int(16 * part), 4),
        Depot("deposit", int(TERRITOIRES * part), 8),
    ]


async def mesurer(
    part: float, la: Cible, limite: Cible, base: Postgres, tours: int
) -> tuple[list[Comparaison], list[Constat]]:
    """All that needs the servers running."""
    for cible in (la, limite):
        await cible.preparer(FOULE)
    comparaisons: list[Comparaison] = []

    async def suivant(acte: Acte) -> None:
        _dire(f"{acte.nom}…")
        comparaisons.append(await comparer(acte, la, limite, base, tours))

    for acte in actes(part):
        await suivant(acte)
    cle = await charger(base.dsn, DEPOSEES)
    await suivant(Liste("list of 50", int(400 * part), 16, 30, cle))
    _dire("256 connections, 50 MB…")
    return comparaisons, [await foule(la), *await memoires(la)]


async def foule(la: Cible) -> Constat:
    """256 people who save at the same time."""
    salve = await affluence(la, FOULE, 4)
    p99, refus = salve.quantile(0.99), len(salve.refus)
    return Constat(
        "256 connections saving at once",
        f"{refus} errors, p50 {salve.quantile(0.5):.2f} s, p99 {p99:.2f} s",
        "no error, p99 ≤ 1 s",
        not refus and p99 <= 1,
    )


async def memoires(la: Cible) -> list[Constat]:
    """What a worker holds after all that, and while a large file passes."""
    avant, pic = await gros_fichier(la)
    return [
        Constat("memory of a worker", f"{avant:.0f} MB", "≤ 130 MB", avant <= 130),
        Constat(
            "its peak during an upload of 50 MB", f"{pic:.0f} MB", "+ 10 MB", pic <= avant + 10
        ),
    ]


def demarrage(dossier: Path, essais: int) -> Constat:
    """A first start as `make run` does it, own database included."""
    delais: list[float] = []
    for rang in range(essais):
        with service(dossier / f"demarrage-{rang}", None) as serveur:
            delais.append(serveur.pret_en)
    delai = median(delais)
    return Constat("from start to the first answer", f"{delai:.2f} s", "≤ 5 s", delai <= 5)


def importation(essais: int) -> Constat:
    """Importing the app in a new interpreter."""
    commande = [sys.executable, "-c", _IMPORT]
    delai = median(float(subprocess.check_output(commande)) for _ in range(essais))
    return Constat("importing the app", f"{delai:.2f} s", "≤ 1.5 s", delai <= 1.5)


def _dire(quoi: str) -> None:
    sys.stderr.write(f"{quoi}\n")


def main() -> None:
    """Parse the command line, start what is needed, print the report."""
    lecteur = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    lecteur.add_argument("--rapide", action="store_true", help="fewer rounds, fewer requests")
    lecteur.add_argument("--markdown", type=Path, help="also write the report to this file")
    options = lecteur.parse_args()
    tours, essais, part = (3, 1, 0.25) if options.rapide else (7, 5, 1.0)
    with ExitStack() as pile:
        dossier = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="ti-banc-")))
        debut = [importation(essais), demarrage(dossier, min(essais, 3))]
        base = pile.enter_context(postgres(dossier / "base"))
        la = CibleService(pile.enter_context(service(dossier / "service", base.url)))
        limite = Cible(pile.enter_context(nue(dossier / "nue", base)))
        comparaisons, fin = asyncio.run(mesurer(part, la, limite, base, tours))
        version = asyncio.run(base.version())
    rapport = rediger(comparaisons, [*fin, *debut], version, tours)
    sys.stdout.write(f"{rapport}\n")
    if options.markdown:
        options.markdown.write_text(f"# Benchmark\n\n{rapport}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
