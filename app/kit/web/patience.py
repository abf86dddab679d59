"""How long a client may keep the service waiting."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds, but `debit`.

    `tete`: for a whole head to come, and for a body that nobody waits for any more to end.
    `lecture`: without a byte taken of an answer. `silence`: without a byte of a body. A body has
    `petit`, and one more for each `debit` bytes that it announces, but no more than `corps`; then
    one for each `debit` bytes that have come. The slowest uplinks sold bring twice as many, which
    is what it takes while others want the place. `place`: until there is one for what was sent.
    `tenue`: how long a place is kept from those who have fewer, `longue` from all who wait.
    `examen`: how long what they sent is judged while somebody who has no place waits.
    """

    tete: float = 10.0
    lecture: float = 60.0
    silence: float = 10.0
    corps: float = 20.0
    debit: int = 16 * 1024
    place: float = 12.0
    petit: float = 5.0
    tenue: float = 10.0
    longue: float = 120.0
    examen: float = 5.0
