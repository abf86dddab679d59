"""What a caller may be told of: what they open, what their portal holds, what is in their regions.

What was erased included: each row of the feed says whose it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.acces.cles import empreinte_du_titulaire
from app.acces.droits import PAR_PORTEE, Habilitation, Portee, est_habilite
from app.acces.liens import adopter
from app.acces.tables import Preuve, acces, cle_api
from app.candidatures.etats import Etat
from app.candidatures.evenements import noms_publies
from app.candidatures.genres import Public
from app.candidatures.tables import candidature
from app.flux.tables import flux, flux_suivi
from app.kit.postgres.statements import EnTransaction

_DE_LECTURE: Final = {
    portee
    for portee, habilitation in PAR_PORTEE.items()
    if est_habilite(frozenset({habilitation}), Habilitation.LECTURE)
}
_MONTREES: Final = [etat.value for etat in Etat if etat.montree]
_TYPES: Final = {public: noms_publies(public) for public in Public}


@dataclass(frozen=True, slots=True)
class Ouvertes:
    """The candidatures that a secret or an account opens."""

    public: ClassVar = Public.DEMANDEUR
    ids: Sequence[UUID]

    def evenements(self) -> ColumnElement[bool]:
        """Which rows of the feed concern them."""
        return flux.c.candidature_id.in_(self.ids)

    def suivies(self) -> ColumnElement[bool]:
        """Of which candidatures they learn."""
        return flux_suivi.c.candidature_id.in_(self.ids)

    def presentes(self) -> ColumnElement[bool]:
        """Which candidatures they see as things stand."""
        return candidature.c.id.in_(self.ids)

    def tient(self, ligne: Any) -> bool:
        """Whether a row is of one of them."""
        return ligne.candidature_id in self.ids

    def sceau(self) -> bytes:
        """These and no others."""
        return b"ouvertes" + b"".join(id.bytes for id in self.ids)


@dataclass(frozen=True, slots=True)
class DuPortail:
    """Those of a portal, by what rows of `acces` know it by."""

    public: ClassVar = Public.PORTAIL
    empreinte: bytes

    def evenements(self) -> ColumnElement[bool]:
        """Which rows of the feed concern it."""
        return flux.c.portail == self.empreinte

    def suivies(self) -> ColumnElement[bool]:
        """Of which candidatures it learns."""
        return flux_suivi.c.portail == self.empreinte

    def presentes(self) -> ColumnElement[bool]:
        """Which candidatures it sees as things stand: its access may have been revoked."""
        tenue = acces.c.candidature_id == candidature.c.id, acces.c.empreinte == self.empreinte
        return exists().where(*tenue).correlate(candidature)

    def tient(self, ligne: Any) -> bool:
        """Whether a row is of one of them."""
        return ligne.portail == self.empreinte

    def sceau(self) -> bytes:
        """This one and no other."""
        return b"portail" + self.empreinte


@dataclass(frozen=True, slots=True)
class Deposees:
    """What was deposited in these regions (code INSEE), None for all."""

    public: ClassVar = Public.INSTRUCTION
    regions: Sequence[str] | None

    def evenements(self) -> ColumnElement[bool]:
        """Which rows of the feed concern who reviews there, a departure included."""
        deposee = flux.c.depot.is_not(None)
        if self.regions is None:
            return deposee
        ici = (colonne.overlap(self.regions) for colonne in (flux.c.regions, flux.c.quittees))
        return and_(deposee, or_(*ici))

    def suivies(self) -> ColumnElement[bool]:
        """Of which candidatures they learn: those of other regions by now as well."""
        deposee = flux_suivi.c.depot.is_not(None)
        if self.regions is None:
            return deposee
        return and_(deposee, flux_suivi.c.vue_dans.overlap(self.regions))

    def presentes(self) -> ColumnElement[bool]:
        """Which candidatures they see as things stand."""
        la = flux_suivi.c.depot.is_not(None), candidature.c.etat.in_(_MONTREES)
        if self.regions is None:
            return and_(*la)
        return and_(*la, flux_suivi.c.regions.overlap(self.regions))

    def tient(self, _: Any) -> bool:
        """Never: it is somebody else's."""
        return False

    def sceau(self) -> bytes:
        """These and no others."""
        return b"deposees" + ("*" if self.regions is None else ",".join(self.regions)).encode()


@dataclass(frozen=True, slots=True)
class Vue:
    """What a caller sees, for each of the reasons that they have to.

    `qui`: the account or the key that sees it; empty for a secret, which a renewal replaces.
    """

    qui: bytes
    raisons: Sequence[Ouvertes | DuPortail | Deposees]

    @property
    def vide(self) -> bool:
        """Whether nothing will ever be seen."""
        return not self.raisons

    def tient(self, ligne: Any) -> bool:
        """Whether the candidature of a row is theirs, rather than one that they review.

        That is: they read it by its id.
        """
        return any(r.tient(ligne) for r in self.raisons)

    def nomme(self, ligne: Any) -> bool:
        """Whether who looks gave it its reference, which nobody else is shown."""
        return any(isinstance(r, DuPortail) and r.tient(ligne) for r in self.raisons)

    def evenements(self) -> ColumnElement[bool]:
        """The rows of the feed that are seen."""
        return or_(
            false(),
            *(and_(r.evenements(), flux.c.type.in_(_TYPES[r.public])) for r in self.raisons),
        )

    def suivies(self) -> ColumnElement[bool]:
        """The candidatures of which something is told."""
        return or_(false(), *(r.suivies() for r in self.raisons))

    def nommees(self) -> ColumnElement[bool]:
        """Of these, those to which who looks gave their references."""
        siennes = (r.suivies() for r in self.raisons if isinstance(r, DuPortail))
        return or_(false(), *siennes)

    def presentes(self) -> ColumnElement[bool]:
        """The candidatures that are seen as things stand."""
        la = or_(false(), *(r.presentes() for r in self.raisons))
        return and_(candidature.c.etat != Etat.SUPPRIMEE.value, la)

    def siennes(self) -> ColumnElement[bool]:
        """Of these, those that are theirs: of others they see the last deposit alone."""
        return or_(false(), *(r.presentes() for r in self._miennes()))

    def _miennes(self) -> Iterator[Ouvertes | DuPortail]:
        return (r for r in self.raisons if not isinstance(r, Deposees))

    def sceau(self) -> bytes:
        """What cursors are given for: who sees more by now has not read what they missed."""
        return b"\0".join([self.qui, *(r.sceau() for r in self.raisons)])


async def vue_de(connexion: AsyncConnection, appelant: Appelant) -> Vue:
    """What this caller sees as things stand."""
    raisons: list[Ouvertes | DuPortail | Deposees] = []
    if appelant.genre is not Preuve.CLE:
        if ids := await _ouvertes(connexion, appelant):
            raisons.append(Ouvertes(ids))
    elif Portee.CANDIDATURES_LIRE in appelant.portees:
        raisons.append(DuPortail(appelant.empreinte))
    if est_habilite(appelant.habilitations, Habilitation.LECTURE):
        limites = appelant.regions
        raisons.append(Deposees(None if limites is None else sorted(limites)))
    return Vue(b"" if appelant.genre is Preuve.JETON else appelant.empreinte, raisons)


async def vue_du_titulaire(connexion: AsyncConnection, titulaire: UUID, le: datetime) -> Vue:
    """What the keys of a holder that are in force at that instant let them see, together."""
    expire = cle_api.c.expire_le
    en_force = (cle_api.c.revoquee_le.is_(None), or_(expire.is_(None), expire > le))
    cles = select(cle_api.c.portees, cle_api.c.regions).where(cle_api.c.titulaire == titulaire)
    lues = (await connexion.execute(cles.where(*en_force))).all()
    empreinte = empreinte_du_titulaire(titulaire)
    raisons: list[Ouvertes | DuPortail | Deposees] = []
    if any(Portee.CANDIDATURES_LIRE in lue.portees for lue in lues):
        raisons.append(DuPortail(empreinte))
    limites = [lue.regions for lue in lues if _DE_LECTURE.intersection(lue.portees)]
    if limites:
        partout = any(regions is None for regions in limites)
        ensemble = {region for regions in limites for region in regions or ()}
        raisons.append(Deposees(None if partout else sorted(ensemble)))
    return Vue(empreinte, raisons)


async def _ouvertes(connexion: AsyncConnection, appelant: Appelant) -> list[UUID]:
    siennes = (
        select(acces.c.candidature_id)
        .where(acces.c.empreinte == appelant.empreinte)
        .order_by(acces.c.candidature_id)
    )
    ids = list(await connexion.scalars(siennes))
    if not ids and await adopter(EnTransaction(connexion), appelant.empreinte):
        ids = list(await connexion.scalars(siennes))
    return ids
