"""Counts verdicts, and prints what is refused by type, by producer, by trick."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Compte:
    """How many were judged under each name, and how many of them refused."""

    titre: str
    juges: Counter[str] = field(default_factory=Counter[str])
    refuses: Counter[str] = field(default_factory=Counter[str])

    def noter(self, nom: str, *, refuse: bool) -> None:
        self.juges[nom] += 1
        self.refuses[nom] += refuse

    def part(self, nom: str) -> float:
        """The part of what bears this name that is refused, in percent."""
        return 100 * self.refuses[nom] / self.juges[nom]

    def total(self) -> float:
        """The part of all that is refused, in percent."""
        return 100 * self.refuses.total() / self.juges.total()

    def __str__(self) -> str:
        entete = f"{self.titre:<28}{'files':>7}{'refused':>9}{'%':>9}"
        lignes = [_ligne(nom, n, self.refuses[nom]) for nom, n in self.juges.items()]
        somme = _ligne("all", self.juges.total(), self.refuses.total())
        return "\n".join([entete, "-" * len(entete), *lignes, somme])


def _ligne(nom: str, juges: int, refuses: int) -> str:
    return f"{nom:<28}{juges:>7}{refuses:>9}{100 * refuses / juges:>9.2f}"
