"""The code of a territory: `ti-`, its region (INSEE), its rank there.

Source: `id_territoire` of what the ANCT published on 14 November 2023.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.decisions.lignes_du_lot import Ligne
from app.decisions.tables import decision
from app.decisions.territoire import pilote_de
from app.instruction.proposition import Sens

RANG_MAX: Final = 99
_VERROU: Final = 0x636F_6465  # of the database, for this alone


async def seul_a_en_donner(connexion: AsyncConnection) -> None:
    """Of two lots that are sealed at once the second sees what the first has given.

    To be called once the lot is locked, before any dossier is.
    """
    await connexion.execute(select(func.pg_advisory_xact_lock(_VERROU)))


async def codes_donnes(connexion: AsyncConnection) -> dict[str, UUID]:
    """All that were ever given, and to which candidature: what was dated keeps its meaning."""
    c = decision.c
    lues = await connexion.execute(select(c.code, c.candidature_id).where(c.code.is_not(None)))
    return {ligne.code: ligne.candidature_id for ligne in lues}


def attribuer(lignes: Sequence[Ligne], donnes: Mapping[str, UUID]) -> dict[UUID, str | None]:
    """The code of each line that accepts: the one that is said, else its former one, else the next
    free of its region; None where that region has no more, or is to be chosen.
    """
    acceptees = [une for une in lignes if une.decision.sens is Sens.ACCEPTEE]
    anciens = {id: code for code, id in donnes.items()}
    attribues = {une.candidature: une.code for une in acceptees}
    pris = {*donnes, *(code for code in attribues.values() if code)}
    libres: dict[str, Iterator[str]] = {}
    for une in acceptees:
        pilote = pilote_de(une)
        if attribues[une.candidature] or pilote is None:
            continue
        ancien = anciens.get(une.candidature)
        if ancien is None or not ancien.startswith(f"ti-{pilote}"):
            restants = libres.setdefault(pilote, _libres(pilote, pris))
            ancien = next(restants, None)
        attribues[une.candidature] = ancien
    return attribues


def _libres(pilote: str, pris: set[str]) -> Iterator[str]:
    for rang in range(1, RANG_MAX + 1):
        if (code := f"ti-{pilote}{rang:02}") not in pris:
            yield code
