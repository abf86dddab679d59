"""What the store holds that no row names: found, moved to a bin, erased a week later.

Nothing is erased on the word of one look at one database, which may be another one, a new one, or
one that was restored: `app/pieces_jointes/balayage.py` says when it is believed.
"""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from app.kit.files.storage import PREFIXE, QUARANTAINE, Magasin

CORBEILLE: Final = "corbeille/"
SURSIS: Final = timedelta(weeks=1)
# Longer than any upload lasts: what is older and named by no row was left by a crash.
AGE_D_UN_ORPHELIN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Inventaire:
    """How many files the store holds, and the keys of those that no row names."""

    nombre: int
    orphelins: list[str]


async def inventorier(
    magasin: Magasin, connus: Collection[UUID], le: datetime, *, seul: bool
) -> Inventaire:
    """What is there at `le`; `seul`: no other process writes here, an orphan's age is no matter."""
    limite = le if seul else le - AGE_D_UN_ORPHELIN
    nombre, orphelins = 0, list[str]()
    for prefixe in (PREFIXE, QUARANTAINE):
        async for meta in magasin.lister(prefixe):
            if (id := _id(meta["path"], prefixe)) is None:
                continue
            nombre += 1
            if id not in connus and meta["last_modified"] <= limite:
                orphelins.append(meta["path"])
    return Inventaire(nombre, orphelins)


async def jeter(magasin: Magasin, cles: Collection[str], jour: date) -> None:
    """Move files to the bin of a day."""
    for cle in cles:
        await magasin.deplacer(cle, f"{CORBEILLE}{jour.isoformat()}/{cle}")


async def reprendre(magasin: Magasin, connus: Collection[UUID]) -> int:
    """Put back what a row names after all; how many."""
    nommees = [jetee async for jetee in _jetees(magasin) if jetee.id in connus]
    for jetee in nommees:
        await magasin.deplacer(jetee.cle, jetee.place)
    return len(nommees)


async def vider(magasin: Magasin, jour: date) -> int:
    """Erase what has lain in the bin for a week; how many."""
    passees = [jetee async for jetee in _jetees(magasin) if jetee.jour <= jour - SURSIS]
    for jetee in passees:
        await magasin.supprimer(jetee.cle)
    return len(passees)


@dataclass(frozen=True, slots=True)
class _Jetee:
    """A file in the bin: its key, the one it had, the day it came."""

    cle: str
    place: str
    id: UUID
    jour: date


async def _jetees(magasin: Magasin) -> AsyncIterator[_Jetee]:
    async for meta in magasin.lister(CORBEILLE):
        jour, _, place = meta["path"].removeprefix(CORBEILLE).partition("/")
        prefixe = QUARANTAINE if place.startswith(QUARANTAINE) else PREFIXE
        if (id := _id(place, prefixe)) is not None:
            yield _Jetee(meta["path"], place, id, date.fromisoformat(jour))


def _id(cle: str, prefixe: str) -> UUID | None:
    """The id in a key of ours; None for what somebody else has put beside them."""
    try:
        id = UUID(cle.removeprefix(prefixe))
    except ValueError:
        return None
    return id if cle == f"{prefixe}{id}" else None
