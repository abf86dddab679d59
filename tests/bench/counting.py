"""`python -m tests.bench.counting`: statistics of ten thousand deposited dossiers.

Prints how long each grouping takes, one connection after the other.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import asyncpg

from app.instruction.statistiques.statistiques_decrites import Par
from tests.bench.client import Requete, requete
from tests.bench.growth import Recherche, preparer
from tests.bench.peuple import grandir
from tests.bench.report import machine, tableau
from tests.bench.rounds import Mesure, jouer
from tests.bench.scenarios import Cible, CibleService
from tests.bench.servers import Postgres, postgres, service

VISE: Final = 150  # milliseconds of processor, of the service and of PostgreSQL
_COMPTES: Final[dict[str, dict[str, str]]] = {
    "nothing": {},
    **{f"`par={par}`": {"par": par.value} for par in Par},
    "`serie=jour`": {"serie": "jour"},
    "`par=etape`, `region=28`": {"par": "etape", "region": "28"},
}
# As in the midst of the review: half in progress, of which most have a proposition; two opinions
# asked on each.
_INSTRUIRE: Final = (
    "UPDATE candidature SET etat = 'en_instruction' WHERE etat = 'deposee' "
    "AND id IN (SELECT candidature_id FROM instruction WHERE right(siret, 1) < '6')",
    "INSERT INTO proposition (candidature_id, version, depot, sens, contenu, agent, le) "
    "SELECT candidature_id, 1, rang, 'acceptee', '{}', candidature_id, now() FROM instruction "
    "WHERE right(siret, 1) < '5'",
    "INSERT INTO avis (id, candidature_id, version, depot, courriel, fonction, question, sections, "
    "echeance, demande_le, agent, prevenu_le, envois) SELECT gen_random_uuid(), candidature_id, "
    "fois, 1, '', 'dreets', '', '{}', now(), now(), candidature_id, now(), fois % 2 "
    "FROM instruction, generate_series(1, 2) AS fois",
    "VACUUM ANALYZE",
)


@dataclass(frozen=True, slots=True)
class Comptage(Recherche):
    """Statistics, as who sees every region asks for them."""

    def requetes(self, cible: Cible) -> list[Requete]:
        """What a round sends."""
        entetes = {"Authorization": f"Bearer {self.cle}"}
        chemin = f"/v1/instruction/statistiques?{urlencode(self.filtres)}"
        return [requete("GET", chemin, entetes)] * self.nombre


async def mesurer(
    cible: CibleService, base: Postgres, nombre: int, deposees: int
) -> dict[str, Mesure]:
    """Each `nombre` times, after a round that warms up."""
    cle = await preparer(cible, base)
    await grandir(base.dsn, 0, 2 * deposees, 1)
    connexion = await asyncpg.connect(base.dsn)
    for enonce in _INSTRUIRE:
        await connexion.execute(enonce)
    await connexion.close()
    mesures: dict[str, Mesure] = {}
    for nom, parametres in _COMPTES.items():
        for combien in (3, nombre):
            acte = Comptage(nom, combien, 1, filtres=parametres, cle=cle)
            mesures[nom] = await jouer(acte, cible, base)
    return mesures


def rediger(mesures: dict[str, Mesure], version: str) -> str:
    """The table, in Markdown, and the load."""
    entetes = ["counted", "ms of processor", "p50, ms", "p99, ms"]
    lignes = [
        [nom, f"{m.serveur:.1f} + {m.postgres:.1f}", f"{m.p50:.1f}", f"{m.p99:.1f}"]
        for nom, m in mesures.items()
    ]
    charge = ", ".join(f"{une:.1f}" for une in os.getloadavg())
    au_dela = [nom for nom, m in mesures.items() if m.serveur + m.postgres > VISE]
    return (
        f"{machine(version)}\n\nLoad: {charge}. Over {VISE} ms: {', '.join(au_dela) or 'none'}."
        f"\n\n{tableau(entetes, lignes)}"
    )


def main() -> None:
    """Parse the command line, measure, print."""
    lecteur = argparse.ArgumentParser(prog="python -m tests.bench.counting", description=__doc__)
    lecteur.add_argument("--deposees", type=int, default=10_000)
    lecteur.add_argument("--nombre", type=int, default=20, help="requests of each")
    options = lecteur.parse_args()
    with ExitStack() as pile:
        dossier = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="ti-banc-")))
        base = pile.enter_context(postgres(dossier / "base"))
        # No job runs beside what is measured.
        serveur = service(dossier / "service", base.url, TI_TRAVAUX="false")
        cible = CibleService(pile.enter_context(serveur))
        mesures = asyncio.run(mesurer(cible, base, options.nombre, options.deposees))
        version = asyncio.run(base.version())
    sys.stdout.write(f"{rediger(mesures, version)}\n")


if __name__ == "__main__":
    main()
