"""The act of reading a page of dossiers, as clients of DS page through them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.tables import candidature
from app.demarches_simplifiees.etats_de_ds import ETATS
from app.demarches_simplifiees.page_de_ds import Page, PageDeDs, Repere
from app.demarches_simplifiees.queries import GROUPE, NUMERO, dossiers
from app.depots.tables import MAJ_LE, depot, instruction


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
    """The rows of a page.

    By their numbers, or from the one that changed longest ago where `tri` asks for changes.
    """
    cles = (MAJ_LE, NUMERO) if tri.change_depuis is not None else (NUMERO,)
    enonce = page.bornee(dossiers(regions, *tri.conditions()), *cles)
    lues = (await connexion.execute(enonce)).all()
    return page.couper(lues, lambda ligne: Repere(ligne.maj_le, ligne.numero))
