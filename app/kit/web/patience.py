"""How long a client may keep the service waiting."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds, but `debit`.

    `tete`: for a whole head to come, and for a body that nobody waits for any more to end.
    `lecture`: without a byte taken of an answer. `silence`: without a byte of a body. `corps`: for
    a body in all, and one more for each `debit` bytes of it: the slowest uplinks sold bring twice
    as many. `place`: until there is one for what was sent.
    """

    tete: float = 10.0
    lecture: float = 60.0
    silence: float = 10.0
    corps: float = 20.0
    debit: int = 16 * 1024
    place: float = 15.0
