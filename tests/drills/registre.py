"""What was acknowledged to writers: a file that only grows, a line for each answer."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path


class Genre(StrEnum):
    """What an answer says of an act."""

    CREATION = "creation"
    ENREGISTREMENT = "enregistrement"
    PIECE = "piece"
    DEPOT = "depot"
    INCONNU = "inconnu"
    """No answer came, or one that leaves open whether it was done: it was tried again."""
    ABANDON = "abandon"
    """No answer came before the end of the patience of a writer."""


ACQUITTES = frozenset({Genre.CREATION, Genre.ENREGISTREMENT, Genre.PIECE, Genre.DEPOT})


@dataclass(frozen=True, slots=True)
class Ligne:
    """One answer: when (`time.monotonic`), of which candidature, what is to be found again.

    `valeur`: the token of a creation, the rank of a save, `id sha256` of a file, `rank number` of a
    deposit; of what is unknown or given up, the kind.
    """

    le: float
    genre: Genre
    candidature: str
    valeur: str


class Registre:
    """The file, and how many acknowledgements were written into it."""

    def __init__(self, fichier: Path) -> None:
        self.fichier = fichier
        self.nombre = 0
        self._ecriture = fichier.open("a", encoding="utf-8")
        self._change = threading.Condition()

    def noter(self, genre: Genre, candidature: str, valeur: str) -> None:
        """Write one line, from any thread."""
        with self._change:
            ligne = Ligne(time.monotonic(), genre, candidature, valeur)
            self._ecriture.write(json.dumps(asdict(ligne)) + "\n")
            self._ecriture.flush()
            self.nombre += genre in ACQUITTES
            self._change.notify_all()

    def attendre(self, autant: int, delai: float) -> bool:
        """Wait for so many acknowledgements more; whether they came within `delai` seconds."""
        with self._change:
            voulus = self.nombre + autant
            return self._change.wait_for(lambda: self.nombre >= voulus, delai)

    def fermer(self) -> None:
        """Nothing is written any more."""
        self._ecriture.close()


def lire(fichier: Path) -> Iterator[Ligne]:
    """The lines, oldest first."""
    with fichier.open(encoding="utf-8") as lignes:
        for ligne in lignes:
            lue = json.loads(ligne)
            yield Ligne(lue["le"], Genre(lue["genre"]), lue["candidature"], lue["valeur"])


def plus_long_silence(lignes: list[Ligne], debut: float, fin: float) -> float:
    """The longest time without an acknowledgement between two instants, in seconds."""
    instants = [une.le for une in lignes if une.genre in ACQUITTES and debut <= une.le <= fin]
    bornes = [debut, *instants, fin]
    return max(apres - avant for avant, apres in pairwise(bornes))
