"""One nursery for the tests of a process: it takes longer to start than most works to do."""

import asyncio
import atexit
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from functools import cache
from tempfile import TemporaryFile
from typing import IO, Any, Final, TypeVar

from app.editions.imprimer import EDITEUR
from app.kit.process import Pouponniere
from app.pieces_jointes.jugement import JUGE
from app.plan_action.classeur import LECTEUR

TRAVAUX: Final = "tests.kit.travaux"
T = TypeVar("T")


@cache
def _ouverte() -> tuple[asyncio.Runner, Pouponniere]:
    coureur, pouponniere = asyncio.Runner(), Pouponniere(JUGE, LECTEUR, EDITEUR, TRAVAUX)

    def fermer() -> None:
        coureur.run(pouponniere.fermer())
        coureur.close()

    atexit.register(fermer)
    return coureur, pouponniere


def confier(travail: Callable[[Pouponniere], Coroutine[Any, Any, T]]) -> T:
    """What comes of a work."""
    coureur, pouponniere = _ouverte()
    return coureur.run(travail(pouponniere))


@contextmanager
def fichier_de(octets: bytes) -> Generator[IO[bytes]]:
    """An open file of these bytes, at its beginning."""
    with TemporaryFile() as fichier:
        fichier.write(octets)
        fichier.seek(0)
        yield fichier
