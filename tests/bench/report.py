"""The figures as a table, in Markdown that reads as plain text too."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.bench.rounds import Comparaison, Mesure

SERVICE, NUE = "service", "bare app"
# Said with every table, so that a figure is never read without what it compares.
_LECTURE: Final = (
    "Repeat: `make bench`. The bare app is Starlette, asyncpg's pool as it comes and the one "
    "statement on the same table, without validation or access check. Both get the same dossier of "
    "about 8 KB, on 128 candidatures in turn, 16 connections; each save changes one answer, each "
    "time in another section. `create, unseen` sends a dossier whose every person, place and text "
    "is new, so that nothing is remembered. `list of 50` reads the newest of 10,000 deposited. The "
    "same among a million: [growth.md](growth.md)."
)
_ENTETES = (
    "act",
    "server",
    "CPU server (ms)",
    "CPU PostgreSQL (ms)",
    "CPU (ms)",
    "requests/s",
    "p50 (ms)",
    "p99 (ms)",
    "memory (MB)",
    "ratio",
    "target",
    "met",
)


@dataclass(frozen=True, slots=True)
class Constat:
    """A figure that is no comparison: what, as measured, what is aimed at, whether it is met."""

    quoi: str
    mesure: str
    vise: str
    tenu: bool


def rediger(
    comparaisons: Iterable[Comparaison], constats: Iterable[Constat], postgres: str, tours: int
) -> str:
    """The whole report; `postgres` is its version."""
    lignes = [ligne for comparaison in comparaisons for ligne in _lignes(comparaison)]
    autres = [(c.quoi, c.mesure, c.vise, _oui(c.tenu)) for c in constats]
    return "\n\n".join(
        (
            f"{datetime.now(UTC):%d %B %Y}, {machine(postgres)}",
            f"Processor time per request, user + system, medians of {tours} rounds, the two in "
            "turn; the ratio is the bare app's time in percent of the service's.",
            _LECTURE,
            tableau(_ENTETES, lignes),
            tableau(("figure", "measured", "target", "met"), autres),
        )
    )


def _lignes(comparaison: Comparaison) -> Iterable[Sequence[str]]:
    acte, rapport = comparaison.acte, comparaison.rapport
    vise = ("", "") if acte.vise is None else (f"≥ {acte.vise} %", _oui(rapport >= acte.vise))
    yield acte.nom, SERVICE, *_chiffres(comparaison.service), f"{rapport:.1f} %", *vise
    yield "", NUE, *_chiffres(comparaison.nue), "", "", ""


def _chiffres(mesure: Mesure) -> Sequence[str]:
    return (
        f"{mesure.serveur:.3f}",
        f"{mesure.postgres:.3f}",
        f"{mesure.total:.3f}",
        f"{mesure.debit:.0f}",
        f"{mesure.p50:.1f}",
        f"{mesure.p99:.1f}",
        f"{mesure.memoire:.0f}",
    )


def _oui(tenu: bool) -> str:
    return "yes" if tenu else "no"


def tableau(entetes: Sequence[str], lignes: Sequence[Sequence[str]]) -> str:
    """Markdown, its columns aligned."""
    largeurs = [max(map(len, colonne)) for colonne in zip(entetes, *lignes, strict=True)]
    filet = ["-" * largeur for largeur in largeurs]
    return "\n".join(
        "| " + " | ".join(map(str.ljust, ligne, largeurs)) + " |"
        for ligne in (entetes, filet, *lignes)
    )


def machine(postgres: str) -> str:
    """The machine and what runs on it."""
    infos = Path("/proc/cpuinfo").read_text().splitlines()
    modele = next(ligne.partition(": ")[2] for ligne in infos if ligne.startswith("model name"))
    return (
        f"{modele} ({os.cpu_count()} cores), Linux {platform.release()}, "
        f"Python {platform.python_version()}, PostgreSQL {postgres}"
    )
