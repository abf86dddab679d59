"""What is asked of the list: which candidatures answer now, which ones may have answered before.

Who follows a filter has to hear of what leaves it: a candidature that answered once and does so no
more is told as gone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic_core import to_json
from sqlalchemy import ColumnElement, and_, exists, or_, true

from app.candidatures.etats import Etat
from app.candidatures.tables import candidature
from app.depots.tables import depot
from app.flux.portee import Vue
from app.flux.tables import flux, flux_suivi
from app.formulaire.choix import Region


@dataclass(frozen=True, slots=True)
class Filtres:
    """What a candidature has to be; an empty or None filter lets everything through.

    `reference`: of the portal that asks; `epci`: the SIREN of one of the perimeter.
    """

    etats: Sequence[Etat] = ()
    regions: Sequence[Region] = ()
    reference: str | None = None
    siret: str | None = None
    epci: str | None = None

    def sceau(self) -> bytes:
        """What cursors are given for; nothing where nothing is filtered."""
        dits = asdict(self)
        return to_json(dits) if any(dits.values()) else b""

    def voulues(self, vue: Vue) -> ColumnElement[bool]:
        """Those that answer now, of candidatures and their deposits."""
        conditions = [*self._toujours(vue)]
        if self.etats:
            conditions.append(candidature.c.etat.in_(self.etats))
        if self.regions:
            conditions.append(flux_suivi.c.regions.overlap(self.regions))
        if self.siret:
            conditions.append(depot.c.siret == self.siret)
        if self.epci:
            conditions.append(depot.c.epci.contains([self.epci]))
        return and_(vue.presentes(), *conditions)

    def connues(self, vue: Vue) -> ColumnElement[bool]:
        """Those that may have answered each of the filters at some time."""
        conditions = [true(), *self._toujours(vue)]
        if self.etats:
            etat = flux.c.etat.in_(self.etats)
            dite = exists().where(flux.c.candidature_id == flux_suivi.c.candidature_id, etat)
            conditions.append(dite.correlate(flux_suivi))
        if self.regions:
            conditions.append(flux_suivi.c.vue_dans.overlap(self.regions))
        if self.siret:
            conditions.append(_deposee(depot.alias().c, "siret", self.siret))
        if self.epci:
            conditions.append(_deposee(depot.alias().c, "epci", self.epci))
        return and_(*conditions)

    def _toujours(self, vue: Vue) -> Iterator[ColumnElement[bool]]:
        """What never changes."""
        if self.reference is not None:
            yield flux_suivi.c.reference == self.reference
            yield vue.nommees()


def _deposee(d: Any, colonne: str, valeur: str) -> ColumnElement[bool]:
    """Whether some deposit said so; of what was erased nobody knows any more."""
    dit = d.epci.contains([valeur]) if colonne == "epci" else d[colonne] == valeur
    depose = exists().where(d.candidature_id == flux_suivi.c.candidature_id, dit)
    effacee = candidature.c.etat == Etat.SUPPRIMEE.value
    return or_(effacee, depose.correlate(flux_suivi))
