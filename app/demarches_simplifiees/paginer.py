"""The act of reading a page of dossiers, as clients of DS page through them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.tables import candidature
from app.demarches_simplifiees.etats_de_ds import ETATS
from app.demarches_simplifiees.page_de_ds import Page, PageDeDs, Repere
from app.demarches_simplifiees.queries import GROUPE, NUMERO, dossiers, numerotes
from app.depots.tables import MAJ_LE, depot, instruction

OCTETS_MAX: Final = 4 * 1024 * 1024
"""Of deposits that a page holds, or of one that is larger; a hundred ordinary ones are 1 MB."""


@dataclass(frozen=True, slots=True)
class Tri:
    """Which dossiers of a procedure, or of one group of it."""

    groupe: str | None = None
    etat: str | None = None
    depose_depuis: datetime | None = None
    change_depuis: datetime | None = None
    archives: bool = False

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What their rows satisfy; of the two instants DS looks at the second alone."""
        voulus = [nous for nous, eux in ETATS.items() if self.etat in (None, eux)]
        if self.archives:  # nothing ever is
            voulus = []
        yield candidature.c.etat.in_(voulus)
        if self.groupe is not None:
            yield GROUPE.in_([self.groupe])
        if self.change_depuis is not None:
            yield self.change_depuis <= MAJ_LE
        elif self.depose_depuis is not None:
            premier = select(func.min(depot.c.recu_le)).where(
                depot.c.candidature_id == instruction.c.candidature_id
            )
            yield premier.correlate(instruction).scalar_subquery() >= self.depose_depuis


async def paginer(
    connexion: AsyncConnection, regions: Collection[str] | None, tri: Tri, page: PageDeDs
) -> Page:
    """The rows of a page, fewer than are asked for where dossiers are large: the next one goes on.

    By their numbers, or from the one that changed longest ago where `tri` asks for changes.
    """
    voulus, octets = list[Repere](), 0
    pesees = await _peser(connexion, regions, tri, page)
    for repere, poids in pesees[: page.nombre]:
        octets += poids
        if voulus and octets > OCTETS_MAX:
            break
        voulus.append(repere)
    numeros = NUMERO.in_([repere.numero for repere in voulus])
    entiers = await connexion.execute(dossiers(regions, numeros, *tri.conditions()))
    lus = {ligne.numero: ligne for ligne in entiers}
    # As they stood when they were put in order: one may change, or be erased, in between.
    montres = [(lus[repere.numero], repere) for repere in voulus if repere.numero in lus]
    return page.couper(montres, de_plus=len(pesees) > len(voulus))


async def _peser(
    connexion: AsyncConnection, regions: Collection[str] | None, tri: Tri, page: PageDeDs
) -> list[tuple[Repere, int]]:
    """Where the rows of the page stand, and the bytes of each, in the order that they are read."""
    cles = (MAJ_LE, NUMERO) if tri.change_depuis is not None else (NUMERO,)
    places = numerotes(
        *(regions, NUMERO, MAJ_LE.label("maj_le")),
        *(instruction.c.candidature_id, instruction.c.rang),
    )
    ici = page.bornee(places.where(*tri.conditions()), *cles).subquery("ici").c
    # Of these alone: what was deposited is stored aside, compressed.
    poids = select(func.octet_length(cast(depot.c.instantane, Text))).where(
        depot.c.candidature_id == ici.candidature_id, depot.c.rang == ici.rang
    )
    lus = await connexion.execute(select(ici.numero, ici.maj_le, poids.scalar_subquery()))
    pesees = [(Repere(le, numero), octets) for numero, le, octets in lus]
    return sorted(pesees, key=lambda une: une[0][-len(cles) :], reverse=page.descend)
