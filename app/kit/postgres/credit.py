"""How long one request waits for the database: all its waits together, whatever the network does.

A body that comes slowly, or a place that is waited for, takes nothing of it.
"""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

# Seconds for what nobody waits for: a job, a sweep.
_SANS_REQUETE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Attentes:
    """How long the database is waited for, in seconds.

    `requete`: by one request in all; with what else it takes, its answer is there within 15.
    `inquietude`: for one answer, before its server is looked after, and between two looks.
    `serveur`: for one server to take a connection; `avance`: before the next one is asked as well.
    """

    requete: float = 12.0
    inquietude: float = 3.0
    serveur: float = 4.0
    avance: float = 2.0


class Credit:
    """Seconds left to wait for the database."""

    __slots__ = ("entier", "reste")

    def __init__(self, secondes: float) -> None:
        self.entier = self.reste = secondes


_EN_COURS: ContextVar[Credit | None] = ContextVar("credit", default=None)


def accorder(credit: Credit) -> None:
    """Give the task that runs, and those that it starts, no more than this from now on."""
    _EN_COURS.set(credit)


def renouveler() -> None:
    """Give who runs their whole credit again: what they wait for now is another answer."""
    if credit := _EN_COURS.get():
        credit.reste = credit.entier


@contextmanager
def entamer() -> Generator[float]:
    """What is waited for in this block is taken from the credit of who runs.

    Gives the instant of the loop's clock at which nothing is left; raises `TimeoutError` if so.
    """
    credit = _EN_COURS.get() or Credit(_SANS_REQUETE)
    if credit.reste <= 0:
        raise TimeoutError("nothing is left to wait for the database")
    boucle = asyncio.get_running_loop()
    echeance = boucle.time() + credit.reste
    try:
        yield echeance
    finally:
        # Blocks that ran side by side have waited once.
        credit.reste = min(credit.reste, echeance - boucle.time())
