"""The measure itself: each act in rounds, one server after the other, medians over the rounds."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from statistics import median
from typing import Self

from tests.bench.client import Salve, Tireur
from tests.bench.exemples import pdf
from tests.bench.measure import memoire, oublier_le_pic, processeur
from tests.bench.scenarios import MIO, Acte, Cible
from tests.bench.servers import Postgres


@dataclass(frozen=True, slots=True)
class Mesure:
    """Figures of one act on one server, of a round or as medians.

    Processor time in milliseconds per request, user + system; `debit` in requests a second;
    `p50` and `p99` in milliseconds; `memoire` resident in the server afterwards, in megabytes.
    """

    serveur: float
    postgres: float
    debit: float
    p50: float
    p99: float
    memoire: float

    @property
    def total(self) -> float:
        """Processor time of the server and of PostgreSQL."""
        return self.serveur + self.postgres

    @classmethod
    def mediane(cls, mesures: Sequence[Self]) -> Self:
        """The medians of several rounds, figure by figure."""
        return cls(*(median(getattr(m, f.name) for m in mesures) for f in fields(cls)))


@dataclass(frozen=True, slots=True)
class Comparaison:
    """An act on the service and on the bare app."""

    acte: Acte
    service: Mesure
    nue: Mesure

    @property
    def rapport(self) -> float:
        """Processor time of the bare app, in percent of the service's."""
        return 100 * self.nue.total / self.service.total


async def comparer(
    acte: Acte, service: Cible, nue: Cible, base: Postgres, tours: int
) -> Comparaison:
    """Measure an act on both, in turn, `tours` times; a first round warms up and is left out."""
    mesures: dict[str, list[Mesure]] = {service.nom: [], nue.nom: []}
    for cible in (service, nue):
        await acte.preparer(cible)
    for tour in range(tours + 1):
        for cible in (service, nue) if tour % 2 else (nue, service):
            mesure = await jouer(acte, cible, base)
            if tour:
                mesures[cible.nom].append(mesure)
    return Comparaison(acte, *map(Mesure.mediane, mesures.values()))


async def jouer(acte: Acte, cible: Cible, base: Postgres) -> Mesure:
    """One round of an act on one server."""
    await acte.avant(cible)
    requetes, pid = acte.requetes(cible), cible.serveur.pid
    async with Tireur(cible.serveur.port, acte.connexions) as tireur:
        await base.egaliser()
        serveur, postgres = processeur(pid), processeur(base.pid)
        salve = await tireur.tirer(requetes)
        serveur, postgres = processeur(pid) - serveur, processeur(base.pid) - postgres
    salve.exiger(f"{acte.nom}, {cible.nom}")
    await acte.apres(cible, salve)
    nombre = len(requetes)
    return Mesure(
        serveur=serveur / nombre,
        postgres=postgres / nombre,
        debit=nombre / salve.duree,
        p50=1000 * salve.quantile(0.5),
        p99=1000 * salve.quantile(0.99),
        memoire=memoire(pid).actuelle,
    )


async def affluence(cible: Cible, connexions: int, chacune: int) -> Salve:
    """So many connections at once, each saving `chacune` times; refusals are left in."""
    brouillons = cible.a_la_suite(connexions * chacune, connexions)
    requetes = [cible.enregistrer(brouillon) for brouillon in brouillons]
    async with Tireur(cible.serveur.port, connexions) as tireur:
        return await tireur.tirer(requetes)


async def gros_fichier(cible: Cible) -> tuple[float, float]:
    """Memory of a server before an upload of 50 MB, and its peak during it, in megabytes."""
    contenu = pdf(50 * MIO - 1024)
    oublier_le_pic(cible.serveur.pid)
    avant = memoire(cible.serveur.pid).actuelle
    await cible.salve([cible.joindre(cible.brouillons[-1], contenu)], 1)
    return avant, memoire(cible.serveur.pid).pic
