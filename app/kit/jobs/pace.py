"""How patient the queue is, and what does a job."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

# Does a job, given what was entrusted: its failure, whatever it raises, means another try later.
Geste = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Rythme:
    """How patient the queue is.

    `premier_delai`: before the second try, doubled at each one after it up to `dernier_delai`.
    `abandon`: a job that still fails at this age is given up. `duree`: a try lasts no longer.
    `silence`: a process that was not heard of for this long has lost its jobs to the others.
    `releve`: how often the queue is looked at when nothing calls. `reprise`: before starting
    again after a fault. `arret`: what a service that stops leaves to its jobs to
    end, then to go back to the queue.
    """

    premier_delai: timedelta = timedelta(seconds=5)
    dernier_delai: timedelta = timedelta(hours=1)
    abandon: timedelta = timedelta(days=1)
    duree: timedelta = timedelta(minutes=15)
    silence: timedelta = timedelta(seconds=30)
    releve: timedelta = timedelta(seconds=10)
    reprise: timedelta = timedelta(seconds=2)
    arret: timedelta = timedelta(seconds=5)
