"""What reviewers read of ten thousand deposited dossiers, one connection after the other."""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from tests.bench.growth import Recherche, preparer
from tests.bench.peuple import grandir
from tests.bench.report import machine, tableau
from tests.bench.rounds import Mesure, jouer
from tests.bench.scenarios import CibleService
from tests.bench.servers import Postgres, postgres, service


@dataclass(frozen=True, slots=True)
class Lecture:
    """What is read, by the name that the table gives it: the filters of each, asked by `acte`.

    `avant`: statements that make the dossiers what they are in the midst of the review. `chaud`:
    the requests of the round that warms up.
    """

    colonne: str
    filtres: Mapping[str, dict[str, str]]
    acte: type[Recherche] = Recherche
    avant: Sequence[str] = ()
    chaud: int = 10

    async def mesurer(
        self, cible: CibleService, base: Postgres, nombre: int, deposees: int
    ) -> dict[str, Mesure]:
        """Each `nombre` times, after the round that warms up."""
        cle = await preparer(cible, base)
        await grandir(base.dsn, 0, 2 * deposees, 1)
        connexion = await asyncpg.connect(base.dsn)
        for enonce in self.avant:
            await connexion.execute(enonce)
        await connexion.close()
        mesures: dict[str, Mesure] = {}
        for nom, filtres in self.filtres.items():
            for combien in (self.chaud, nombre):
                acte = self.acte(nom, combien, 1, filtres=filtres, cle=cle)
                mesures[nom] = await jouer(acte, cible, base)
        return mesures

    def rediger(self, mesures: Mapping[str, Mesure], au_dela: Sequence[str], vise: int) -> str:
        """The table, in Markdown, the load, and what takes longer than `vise` milliseconds."""
        entetes = [self.colonne, "ms of processor", "p50, ms", "p99, ms"]
        lignes = [
            [nom, f"{m.serveur:.1f} + {m.postgres:.1f}", f"{m.p50:.1f}", f"{m.p99:.1f}"]
            for nom, m in mesures.items()
        ]
        charge = ", ".join(f"{une:.1f}" for une in os.getloadavg())
        return (
            f"Load: {charge}. Over {vise} ms: {', '.join(au_dela) or 'none'}."
            f"\n\n{tableau(entetes, lignes)}\n"
        )


def mesurer_la_lecture(
    lecture: Lecture, programme: str, description: str | None, nombre: int
) -> dict[str, Mesure]:
    """Parse the command line, measure, print what was measured on; `nombre`: requests of each."""
    lecteur = argparse.ArgumentParser(prog=f"python -m {programme}", description=description)
    lecteur.add_argument("--deposees", type=int, default=10_000)
    lecteur.add_argument("--nombre", type=int, default=nombre, help="requests of each")
    options = lecteur.parse_args()
    with ExitStack() as pile:
        dossier = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="ti-banc-")))
        base = pile.enter_context(postgres(dossier / "base"))
        # No job runs beside what is measured.
        serveur = service(dossier / "service", base.url, TI_TRAVAUX="false")
        cible = CibleService(pile.enter_context(serveur))
        mesures = asyncio.run(lecture.mesurer(cible, base, options.nombre, options.deposees))
        sys.stdout.write(f"{machine(asyncio.run(base.version()))}\n\n")
    return mesures
