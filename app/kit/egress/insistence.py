"""How long, how often and how fast others are told of something."""

from dataclasses import dataclass
from datetime import timedelta
from random import uniform


@dataclass(frozen=True, slots=True)
class Insistance:
    """How patient who sends is with those who receive.

    `essais`: what is waited for before each attempt, more or less `alea` of it, or as long as they
    ask for, up to `differe`. `connexion`, `echange`: how long they have to take a connection, to
    have answered in full. `bail`: an attempt of which nothing is heard for so long is begun again,
    by anybody. `ralenti`: what is waited for before the next request to who has too many.
    `coupure`, `echecs`: who took nothing for so long, and that many times, is sent no more.
    `avertissements`: when they are told so before. `releve`: how often what is due is looked for,
    when nothing calls. `arret`: what a service that stops leaves to the attempts under way.
    """

    essais: tuple[timedelta, ...] = (
        timedelta(0),
        timedelta(seconds=5),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=5),
        timedelta(hours=10),
        timedelta(hours=14),
        timedelta(hours=20),
        timedelta(hours=24),
    )
    alea: float = 0.1
    differe: timedelta = timedelta(hours=24)
    connexion: timedelta = timedelta(seconds=5)
    echange: timedelta = timedelta(seconds=15)
    bail: timedelta = timedelta(seconds=30)
    ralenti: timedelta = timedelta(minutes=1)
    coupure: timedelta = timedelta(days=5)
    echecs: int = 10
    avertissements: tuple[timedelta, ...] = (timedelta(hours=1), timedelta(hours=24))
    releve: timedelta = timedelta(seconds=1)
    arret: timedelta = timedelta(seconds=5)

    def attente(self, essais: int) -> timedelta | None:
        """What to wait for once so many attempts have failed; None if that was the last one."""
        if essais >= len(self.essais):
            return None
        return self.essais[essais] * uniform(1 - self.alea, 1 + self.alea)  # noqa: S311 -- no secret
