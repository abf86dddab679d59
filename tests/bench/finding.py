"""`python -m tests.bench.finding`: reviewers among ten thousand deposited dossiers.

Prints how long pages of 50 take by each filter, order and search, one connection after the other.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tests.bench.growth import Recherche, preparer
from tests.bench.peuple import RARE, grandir
from tests.bench.report import machine, tableau
from tests.bench.rounds import Mesure, jouer
from tests.bench.scenarios import CibleService
from tests.bench.servers import Postgres, postgres, service

VISE: Final = 50  # milliseconds, the 99th percentile
_PAGES: Final[dict[str, dict[str, str]]] = {
    "all": {},
    "all, counted": {"total": "true"},
    "by name": {"tri": "nom_territoire"},
    "by number": {"tri": "numero"},
    "oldest first": {"tri": "recu_le"},
    "`etat`, rare": {"etat": "sans_suite"},
    "`etape=en_cours`": {"etape": "en_cours"},
    "`etape=proposee`, none": {"etape": "proposee"},
    "`region`": {"region": "28"},
    "`region_pilote`": {"region_pilote": "28"},
    "`departement`": {"departement": "2A"},
    "`type_perimetre`, none": {"type_perimetre": "identique"},
    "`axe`": {"axe": "foncier"},
    "`affecte_a=moi`, none": {"affecte_a": "moi"},
    "`affecte_a=personne`": {"affecte_a": "personne"},
    "`proposition=acceptee`, none": {"proposition": "acceptee"},
    "`proposition=aucune`": {"proposition": "aucune"},
    "`siret`": {"siret": f"{900:014d}"},
    "`epci`": {"epci": "200000172"},
    "`avertissement`, none": {"avertissement": "inconnu"},
    "`pieces=infecte`, none": {"pieces": "infecte"},
    "`depose_avant` all": {"depose_avant": "2020-01-01T00:00:00Z"},
    "`q`, 24 match": {"q": RARE},
    "`q`, few match": {"q": "houve boulageois"},
    "`q`, 1 in 3 match": {"q": "pays"},
    "`q`, all match": {"q": "territoire"},
    "`q`, all match, by relevance": {"q": "territoire", "tri": "pertinence"},
    "`q`, all match by a stem, two words": {"q": "territoires industriels"},
    "`q`, a phrase": {"q": '"communaute de communes"'},
    "`q`, all match, counted": {"q": "territoire", "total": "true"},
    "`q`, a beginning of two letters": {"q": "in"},
    "`q`, a number": {"q": "BANC-4242"},
    "`q`, none": {"q": "introuvable"},
}


async def mesurer(
    cible: CibleService, base: Postgres, nombre: int, deposees: int
) -> dict[str, Mesure]:
    """Each page `nombre` times, after a round that warms up."""
    cle = await preparer(cible, base)
    await grandir(base.dsn, 0, 2 * deposees, 1)
    mesures: dict[str, Mesure] = {}
    for nom, filtres in _PAGES.items():
        for combien in (10, nombre):
            acte = Recherche(nom, combien, 1, filtres=filtres, cle=cle)
            mesures[nom] = await jouer(acte, cible, base)
    return mesures


def rediger(mesures: dict[str, Mesure], version: str) -> str:
    """The table, in Markdown, and the load."""
    entetes = ["page of 50", "ms of processor", "p50, ms", "p99, ms"]
    lignes = [
        [nom, f"{m.serveur:.1f} + {m.postgres:.1f}", f"{m.p50:.1f}", f"{m.p99:.1f}"]
        for nom, m in mesures.items()
    ]
    charge = ", ".join(f"{une:.1f}" for une in os.getloadavg())
    au_dela = [nom for nom, m in mesures.items() if m.p99 > VISE]
    return (
        f"{machine(version)}\n\nLoad: {charge}. Over {VISE} ms: {', '.join(au_dela) or 'none'}."
        f"\n\n{tableau(entetes, lignes)}"
    )


def main() -> None:
    """Parse the command line, measure, print."""
    lecteur = argparse.ArgumentParser(prog="python -m tests.bench.finding", description=__doc__)
    lecteur.add_argument("--deposees", type=int, default=10_000)
    lecteur.add_argument("--nombre", type=int, default=200, help="requests of each page")
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
