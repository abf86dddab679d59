"""`python -m tests.bench.growth`: the same acts among a thousand candidatures and among a million.

Prints processor time per request at each size, what a save writes, what the tables hold.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import urlencode

import asyncpg

from tests.bench.client import Requete, requete
from tests.bench.deposees import cle_de_lecture
from tests.bench.exemples import pdf
from tests.bench.peuple import RARE, grandir, identifiant, jeton_de
from tests.bench.report import machine, tableau
from tests.bench.rounds import Mesure, jouer
from tests.bench.scenarios import (
    TERRITOIRES,
    Acte,
    Brouillon,
    Cible,
    CibleService,
    Creation,
    Depot,
    Enregistrement,
    Lecture,
)
from tests.bench.servers import Postgres, postgres, service

TAILLES: Final = (1_000, 10_000, 100_000, 1_000_000)
_MODELES: Final = 32
_RUBRIQUES: Final = ("plan_action_operationnel", "lettres", "bilan")
# The record of the first hundred thousand is as long as the drafts of patient people; those of
# the others would fill the disk.
_PATIENTS: Final = 100_000
_EVENEMENTS: Final = 5
_TABLES: Final = ("candidature", "acces", "piece_jointe", "depot", "evenement")
_LISTES: Final[dict[str, dict[str, str]]] = {
    "list of 50": {},
    "list, one region": {"region": "28"},
    "list, a rare state": {"etat": "sans_suite"},
    "list, one SIRET": {"siret": f"{900:014d}"},
    "list, one EPCI": {"epci": "200000172"},
    "list, before all": {"depose_avant": "2020-01-01T00:00:00Z"},
    "search, 24 match": {"q": RARE},
    "search, 1 in 600 match": {"q": "houve boulageois"},
    "search, 1 in 3 match": {"q": "pays"},
    "search, none match": {"q": "introuvable"},
    "search, none match, usual trigrams": {"q": "agglomerations"},
    "search, none match, two letters": {"q": "zq"},
}


@dataclass(frozen=True, slots=True)
class Redepot(Depot):
    """Deposit, of candidatures that have their files."""

    async def preparer(self, cible: Cible) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Recherche(Acte):
    """A page of 50 deposited candidatures, by these filters."""

    filtres: dict[str, str] = field(default_factory=dict[str, str])
    cle: str = field(default="", repr=False)

    def requetes(self, cible: Cible) -> list[Requete]:
        """What a round sends."""
        entetes = {"Authorization": f"Bearer {self.cle}"}
        chemin = f"/v1/instruction/candidatures?{urlencode(self.filtres | {'limite': '50'})}"
        return [requete("GET", chemin, entetes)] * self.nombre


@dataclass(frozen=True, slots=True)
class Etape:
    """What was measured at one size: of each act, of a save in bytes, of each table in bytes."""

    taille: int
    mesures: dict[str, Mesure]
    wal: tuple[float, float]
    tables: dict[str, tuple[int, int, int]]


async def preparer(cible: CibleService, base: Postgres) -> str:
    """The few that are copied, deposited through the service; the secret of a reviewer's key."""
    await cible.preparer(_MODELES)
    for rang, brouillon in enumerate(cible.brouillons):
        brouillon.qui = rang + 1
    await cible.salve([cible.enregistrer(brouillon) for brouillon in cible.brouillons])
    for rubrique in _RUBRIQUES:
        await cible.salve([cible.joindre(b, pdf(5_000), rubrique) for b in cible.brouillons], 2)
    await cible.salve([cible.sur(b, "POST", "/depots") for b in cible.brouillons])
    connexion = await asyncpg.connect(base.dsn)
    try:
        return await cle_de_lecture(connexion)
    finally:
        await connexion.close()


def actes(cle: str, part: float) -> list[Acte]:
    """What is measured at each size."""
    ecrits = (
        Enregistrement("save", int(600 * part), 4),
        Lecture("read", int(600 * part), 4),
        Creation("create", int(400 * part), 4),
        Redepot("deposit", TERRITOIRES, 4),
    )
    lus = (
        Recherche(nom, max(int(40 * part), 8), 4, filtres=filtres, cle=cle)
        for nom, filtres in _LISTES.items()
    )
    return [*ecrits, *lus]


def brouillons_parmi(taille: int, deja: int) -> list[Brouillon]:
    """Drafts spread among those that have just been written."""
    pas = (taille - deja) // TERRITOIRES
    rangs = [deja + 1 + pas * i for i in range(TERRITOIRES)]
    impairs = [rang | 1 for rang in rangs]
    return [Brouillon(id=str(identifiant(r)), jeton=jeton_de(r).texte) for r in impairs]


async def mesurer(
    cible: CibleService, base: Postgres, cle: str, tours: int, part: float
) -> dict[str, Mesure]:
    """Each act, medians of its rounds; a first round warms up and is left out."""
    mesures: dict[str, Mesure] = {}
    for acte in actes(cle, part):
        toutes = [await jouer(acte, cible, base) for _ in range(tours + 1)]
        mesures[acte.nom] = Mesure.mediane(toutes[1:])
    return mesures


async def octets(cible: CibleService, base: Postgres) -> tuple[float, float]:
    """Bytes of WAL of a save: the first of each candidature after a checkpoint, those after it."""
    connexion = await asyncpg.connect(base.dsn)
    ou = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint"
    try:
        await connexion.execute("CHECKPOINT")
        marques = [await connexion.fetchval(ou)]
        for _ in range(4):
            await cible.salve([cible.enregistrer(b) for b in cible.brouillons])
            marques.append(await connexion.fetchval(ou))
    finally:
        await connexion.close()
    premiers, *suivants = [b - a for a, b in pairwise(marques)]
    return premiers / len(cible.brouillons), median(suivants) / len(cible.brouillons)


async def tables(base: Postgres) -> dict[str, tuple[int, int, int]]:
    """Of each: its rows, its bytes with what is stored aside, those of its indexes."""
    connexion = await asyncpg.connect(base.dsn)
    lire = "SELECT (SELECT count(*) FROM {0}), pg_table_size('{0}'), pg_indexes_size('{0}')"
    try:
        lues = [await connexion.fetchrow(lire.format(table)) for table in _TABLES]
    finally:
        await connexion.close()
    return {nom: tuple(lue) for nom, lue in zip(_TABLES, lues, strict=True) if lue}


async def croitre(
    cible: CibleService, base: Postgres, tailles: Sequence[int], tours: int, part: float
) -> list[Etape]:
    """Grow to each size in turn, and measure there."""
    cle, deja = await preparer(cible, base), 0
    etapes: list[Etape] = []
    for taille in tailles:
        sys.stderr.write(f"{taille}…\n")
        await grandir(base.dsn, deja, taille, 100 if taille <= _PATIENTS else _EVENEMENTS)
        cible.brouillons = brouillons_parmi(taille, deja)
        deja = taille
        contenu = await tables(base)
        mesures = await mesurer(cible, base, cle, tours, part)
        etapes.append(Etape(taille, mesures, await octets(cible, base), contenu))
    return etapes


def rediger(etapes: Sequence[Etape], version: str) -> str:
    """The tables, in Markdown."""
    entetes = ["act, ms of processor (p50)", *(f"{e.taille:,}" for e in etapes), "last / first"]
    lignes: list[list[str]] = []
    for nom in etapes[0].mesures:
        mesures = [etape.mesures[nom] for etape in etapes]
        rapport = mesures[-1].total / mesures[0].total
        valeurs = [f"{m.serveur:.2f} + {m.postgres:.2f} ({m.p50:.1f})" for m in mesures]
        lignes.append([nom, *valeurs, f"{rapport:.2f}"])
    for rang, nom in enumerate(("save, first after a checkpoint", "save")):
        valeurs = [f"{e.wal[rang]:,.0f} B of WAL" for e in etapes]
        lignes.append([nom, *valeurs, f"{etapes[-1].wal[rang] / etapes[0].wal[rang]:.2f}"])
    for nom in _TABLES:
        valeurs = ["{:,} rows, {} + {} MB".format(*_en_mega(e.tables[nom])) for e in etapes]
        lignes.append([f"`{nom}`, table + indexes", *valeurs, ""])
    return f"{machine(version)}\n\n{tableau(entetes, lignes)}"


def _en_mega(contenu: tuple[int, int, int]) -> tuple[int, int, int]:
    lignes, table, index = contenu
    return lignes, round(table / 1e6), round(index / 1e6)


def main() -> None:
    """Parse the command line, grow, print."""
    lecteur = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    lecteur.add_argument("--jusqu-a", type=int, default=TAILLES[-1], help="the largest size")
    lecteur.add_argument("--rapide", action="store_true", help="fewer rounds, fewer requests")
    options = lecteur.parse_args()
    tours, part = (2, 0.25) if options.rapide else (5, 1.0)
    tailles = [taille for taille in TAILLES if taille <= options.jusqu_a]
    with ExitStack() as pile:
        dossier = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="ti-banc-")))
        base = pile.enter_context(postgres(dossier / "base"))
        # No job runs beside what is measured.
        serveur = service(dossier / "service", base.url, TI_TRAVAUX="false")
        cible = CibleService(pile.enter_context(serveur))
        etapes = asyncio.run(croitre(cible, base, tailles, tours, part))
        version = asyncio.run(base.version())
    sys.stdout.write(f"{rediger(etapes, version)}\n")


if __name__ == "__main__":
    main()
