"""The code of a territory: `ti-`, its region (INSEE), its rank there.

Source: `id_territoire` of what the ANCT published on 14 November 2023.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.decisions.lignes_du_lot import Ligne
from app.decisions.tables import code_donne, decision, ligne_de_lot
from app.decisions.territoire import pilote_de
from app.instruction.proposition import Sens

RANG_MAX: Final = 99
_VERROU: Final = 0x636F_6465  # of the database, for this alone


async def seul_a_en_donner(connexion: AsyncConnection) -> None:
    """Of two lots that are sealed at once the second sees what the first has given.

    To be called once the lot is locked, before any dossier is.
    """
    await connexion.execute(select(func.pg_advisory_xact_lock(_VERROU)))


@dataclass(frozen=True, slots=True)
class Codes:
    """Those that were ever given: to which candidature, None for one that was erased since; and
    those that a line says, whose lot is not published.
    """

    donnes: Mapping[str, UUID | None]
    dits: frozenset[str]


async def codes_connus(connexion: AsyncConnection) -> Codes:
    """All of them: what was dated by a code keeps its meaning, whatever becomes of its candidature.

    What a line says is another's to take by name, and is given to nobody who does not ask for it.
    """
    c, d = ligne_de_lot.c, decision.c
    donnes: dict[str, UUID | None] = dict.fromkeys(
        await connexion.scalars(select(code_donne.c.code))
    )
    decides = await connexion.execute(select(d.code, d.candidature_id).where(d.code.is_not(None)))
    donnes |= {ligne.code: ligne.candidature_id for ligne in decides}
    dits = select(c.code).where(c.code.is_not(None), ~c.publiee)
    return Codes(donnes, frozenset(await connexion.scalars(dits)))


def attribuer(lignes: Sequence[Ligne], codes: Codes) -> dict[UUID, str | None]:
    """The code of each line that accepts: the one that is said, else its former one, else the next
    free of its region; None where that region has no more, or is to be chosen.
    """
    acceptees = [une for une in lignes if une.decision.sens is Sens.ACCEPTEE]
    anciens = {id: code for code, id in codes.donnes.items()}
    attribues = {une.candidature: une.code for une in acceptees}
    pris = codes.dits.union(codes.donnes)
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


def _libres(pilote: str, pris: frozenset[str]) -> Iterator[str]:
    for rang in range(1, RANG_MAX + 1):
        if (code := f"ti-{pilote}{rang:02}") not in pris:
            yield code


async def retenir_les_codes(connexion: AsyncConnection, lot: UUID) -> None:
    """Those of a lot that is being published serve nobody else, though its candidatures go."""
    siens = select(decision.c.code).where(decision.c.lot == lot, decision.c.code.is_not(None))
    ecrits = insert(code_donne).from_select(["code"], siens)
    await connexion.execute(ecrits.on_conflict_do_nothing())
