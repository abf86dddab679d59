"""`python -m tests.bench.rusher`: sends deposits at their time, in a process of its own.

On its input one JSON list, `[[instant, path, token], …]`, and where to send as the one argument; on
its output one JSON object a deposit: when its last byte was sent, how each answer to it came. Who
is told to come back does, with the ticket of the refusal, as long as one is worth something.
"""

import asyncio
import json
import random
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import uvloop

_PATIENCE: Final = 900.0  # seconds, as long as a ticket is worth something
_COUPURE: Final = 1.0  # seconds before who was cut comes again
_SILENCE: Final = 120.0  # seconds after which an answer is taken for lost


@dataclass(slots=True)
class Sort:
    """What became of one deposit: instants since 1970, durations in seconds."""

    avant: float = 0.0
    apres: float = 0.0
    """Between these the last byte of its first request was sent."""
    statut: int = 0
    corps: dict[str, Any] = field(default_factory=dict[str, Any])
    attentes: list[float] = field(default_factory=list[float])
    """How long each answer took."""
    refus: list[int] = field(default_factory=list[int])
    """The statuses of those that told to come back; 0 for a connection that was cut."""


@dataclass(slots=True)
class Reponse:
    """An answer as read."""

    statut: int
    entetes: dict[str, str]
    corps: bytes


async def deposer(port: int, instant: float, chemin: str, jeton: str) -> Sort:
    """Deposit at that instant, and again as long as told to."""
    sort, ticket = Sort(), ""
    await asyncio.sleep(instant - time.time())
    while not sort.statut:
        parti = time.time()
        try:
            async with asyncio.timeout(_SILENCE):
                reponse = await _demander(port, chemin, jeton, ticket, sort)
        except (OSError, ValueError, TimeoutError):
            reponse = Reponse(0, {}, b"{}")
        sort.attentes.append(time.time() - parti)
        definitif = reponse.statut not in (0, 429, 502, 503, 504)
        if definitif or time.time() - instant > _PATIENCE:
            sort.statut = reponse.statut or 599
            if "json" in reponse.entetes.get("content-type", ""):  # else it is nginx's own
                sort.corps = json.loads(reponse.corps)
        else:
            sort.refus.append(reponse.statut)
            ticket = reponse.entetes.get("ticket-arrivee", ticket)
            attente = float(reponse.entetes.get("retry-after", _COUPURE))
            await asyncio.sleep(attente * random.uniform(1.0, 1.5))  # noqa: S311 -- no secret
    return sort


async def _demander(port: int, chemin: str, jeton: str, ticket: str, sort: Sort) -> Reponse:
    """The answer; `sort` is told when the first of these requests was sent."""
    lecture, ecriture = await asyncio.open_connection("127.0.0.1", port)
    plus = f"Ticket-Arrivee: {ticket}\r\n" if ticket else ""
    avant = time.time()
    ecriture.write(
        f"POST {chemin} HTTP/1.1\r\nHost: banc\r\nAuthorization: Bearer {jeton}\r\n{plus}"
        "Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
    )
    if not sort.avant:
        sort.avant, sort.apres = avant, time.time()
    try:
        return _lire(await lecture.read())
    finally:
        ecriture.close()


def _lire(tout: bytes) -> Reponse:
    tete, _, corps = tout.partition(b"\r\n\r\n")
    premiere, *lignes = tete.decode("latin-1").split("\r\n")
    paires = (ligne.split(": ", 1) for ligne in lignes)
    entetes = {nom.lower(): valeur for nom, valeur in paires}
    return Reponse(int(premiere.split()[1]), entetes, corps)


async def _tous(port: int) -> None:
    demandes = json.load(sys.stdin)
    sorts = await asyncio.gather(*(deposer(port, *demande) for demande in demandes))
    json.dump([asdict(sort) for sort in sorts], sys.stdout)


if __name__ == "__main__":
    uvloop.run(_tous(int(sys.argv[1])))
