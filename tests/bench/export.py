"""`python -m tests.bench.export`: everything at once, among a thousand deposits and more.

Prints processor time, memory and bytes of an export to a reviewer, at each size.
"""

import argparse
import asyncio
import http.client
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import asyncpg

from tests.bench.growth import preparer
from tests.bench.measure import memoire, oublier_le_pic, processeur
from tests.bench.peuple import grandir
from tests.bench.report import machine, tableau
from tests.bench.scenarios import CibleService
from tests.bench.servers import Postgres, postgres, service

TAILLES: Final = (1_000, 10_000, 100_000)
_LU: Final = 1 << 20
# What numbering would have written of them.
_SUIVRE: Final = """
WITH suivis AS (
    INSERT INTO flux_suivi (candidature_id, position, sequence, version, depot, regions, vue_dans)
    SELECT candidature_id, (SELECT max(position) FROM flux) + row_number() OVER (), 1, 1, rang,
        ARRAY[region], ARRAY[region]
    FROM depot WHERE NOT EXISTS (
        SELECT FROM flux_suivi WHERE flux_suivi.candidature_id = depot.candidature_id)
    RETURNING position
)
INSERT INTO flux (position, id, evenement_id, type, le, candidature_id, sequence, etat, regions,
    quittees)
SELECT max(position), gen_random_uuid(), -max(position), 'candidature.deposee', now(),
    gen_random_uuid(), 1, 'deposee', '{}', '{}'
FROM suivis HAVING count(*) > 0
"""


async def peupler(base: Postgres, de: int, jusqu_a: int) -> None:
    """One candidature in two of these ranks is deposited."""
    await grandir(base.dsn, de, jusqu_a, 0)
    connexion = await asyncpg.connect(base.dsn)
    try:
        await connexion.execute(_SUIVRE)
        await connexion.execute("VACUUM ANALYZE flux_suivi")
    finally:
        await connexion.close()


def prendre(port: int, cle: str, codage: str) -> tuple[int, bytes]:
    """Bytes received, and the last of them."""
    connexion = http.client.HTTPConnection("127.0.0.1", port)
    entetes = {"Authorization": f"Bearer {cle}", "Accept-Encoding": codage}
    connexion.request("GET", "/v1/flux/export", headers=entetes)
    reponse, recus, fin = connexion.getresponse(), 0, b""
    while lu := reponse.read(_LU):
        recus, fin = recus + len(lu), lu
    connexion.close()
    return recus, fin


async def _attendre_la_fin(base: Postgres) -> None:
    """The time of a process of PostgreSQL is known once it has ended."""
    connexion = await asyncpg.connect(base.dsn)
    ouverts = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ti_export'"
    while await connexion.fetchval(ouverts):
        pass
    await connexion.close()


def mesurer(cible: CibleService, base: Postgres, cle: str, codage: str, repos: float) -> list[str]:
    """One export, after one that warms up; `repos`: megabytes held before any."""
    pid = cible.serveur.pid
    prendre(cible.serveur.port, cle, codage)
    asyncio.run(_attendre_la_fin(base))
    oublier_le_pic(pid)
    debut, serveur, postgres_ = time.perf_counter(), processeur(pid), processeur(base.pid)
    recus, fin = prendre(cible.serveur.port, cle, codage)
    duree = time.perf_counter() - debut
    asyncio.run(_attendre_la_fin(base))
    assert codage == "gzip" or b'"fin":true' in fin[-200:], fin[-200:]
    return [
        f"{(processeur(pid) - serveur) / 1000:.2f}",
        f"{(processeur(base.pid) - postgres_) / 1000:.2f}",
        f"{duree:.1f}",
        f"{recus / 1e6:.1f}",
        f"{memoire(pid).pic - repos:.1f}",
    ]


def main() -> None:
    """Grow to each size, export, print."""
    lecteur = argparse.ArgumentParser(prog="python -m tests.bench.export", description=__doc__)
    lecteur.add_argument("--jusqu-a", type=int, default=TAILLES[-1], help="the largest size")
    jusqu_a, lignes, deja = lecteur.parse_args().jusqu_a, list[list[str]](), 0
    with ExitStack() as pile:
        dossier = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="ti-banc-")))
        base = pile.enter_context(postgres(dossier / "base"))
        cible = CibleService(pile.enter_context(service(dossier / "service", base.url)))
        cle = asyncio.run(preparer(cible, base))
        repos = memoire(cible.serveur.pid).actuelle
        for taille in (une for une in TAILLES if une <= jusqu_a):
            asyncio.run(peupler(base, deja, 2 * taille))
            deja = 2 * taille
            lignes += [
                [f"{taille:,}", codage, *mesurer(cible, base, cle, codage, repos)]
                for codage in ("identity", "gzip")
            ]
        version = asyncio.run(base.version())
    titres = [
        "deposited",
        "encoding",
        "server (s)",
        "PostgreSQL (s)",
        "time (s)",
        "MB",
        "peak (+MB)",
    ]
    sys.stdout.write(f"{machine(version)}\n\n{tableau(titres, lignes)}\n")


if __name__ == "__main__":
    main()
