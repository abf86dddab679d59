"""The act of reading the feed: what comes after a cursor, for who asks, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field, TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.flux.bout import Bout, chercher_le_bout, verifier_la_trace
from app.flux.evenement import (
    PREFIXE,
    EvenementPublie,
    TypeEvenement,
    du_type,
    evenement_de,
    selection,
)
from app.flux.portee import vue_de
from app.flux.refus import CurseurInconnu
from app.flux.repere import Curseur, trace
from app.flux.tables import flux
from app.kit.glossary import decrit
from app.kit.services import Services


@dataclass(frozen=True, slots=True)
class Demande:
    """What is asked of the feed: after a cursor, or since an instant; some types, all when empty.

    Neither: from its beginning.
    """

    apres: str | None = None
    depuis: datetime | None = None
    types: Sequence[TypeEvenement] = ()
    limite: int = 100


@decrit("Une page du flux, dans l'ordre des positions.")
@dataclass(frozen=True, slots=True)
class PageDuFlux:
    """A page; `suivant` is the cursor to go on from, `a_jour`: nothing more was there."""

    evenements: list[EvenementPublie]
    suivant: str
    a_jour: Annotated[bool, Field(description="Si rien d'autre n'était là : attendez la suite.")]


@dataclass(frozen=True, slots=True)
class Lue:
    """What was read after `debut`, up to `fin`.

    `sans_objet`: its reader will never see anything. `secret` and `pour` seal cursors.
    """

    evenements: list[EvenementPublie]
    epoque: UUID
    debut: int
    fin: Curseur
    a_jour: bool
    sans_objet: bool
    secret: bytes = field(repr=False)
    pour: bytes = field(repr=False)

    @property
    def etiquette(self) -> str:
        """The entity tag of this page: another one once it has something else to tell."""
        derniere = self.evenements[-1].data.id if self.evenements else self.debut
        dite = f"{self.epoque} {derniere} {len(self.evenements)} {self.a_jour}"
        return f'"{sha256(dite.encode()).hexdigest()[:32]}"'

    @property
    def suivant(self) -> str:
        """The cursor to go on from."""
        return self.fin.ecrire(self.secret, self.pour)

    def curseur(self, dernier: EvenementPublie) -> str:
        """The cursor of who has read up to this event."""
        return _apres(self.epoque, dernier).ecrire(self.secret, self.pour)

    def page(self) -> PageDuFlux:
        """What is shown of it."""
        return PageDuFlux(self.evenements, self.suivant, self.a_jour)


en_json: Final = TypeAdapter(PageDuFlux).dump_json


async def lire_flux(services: Services, appelant: Appelant, demande: Demande) -> Lue:
    """What this caller has not read yet. Raises `CurseurInconnu`."""
    bout = await chercher_le_bout(services.base)
    async with services.base.lecture() as connexion:
        vue = await vue_de(connexion, appelant)
        pour = vue.sceau() + "\0".join(sorted(demande.types)).encode()
        debut = await _debut(connexion, services, demande, bout, pour)
        lignes = selection(vue).where(flux.c.position > debut, flux.c.position <= bout.position)
        lignes = lignes.where(du_type(demande.types)).limit(demande.limite + 1)
        lues = (await connexion.execute(lignes)).all()
    page, a_jour = lues[: demande.limite], len(lues) <= demande.limite
    evenements = [evenement_de(ligne, vue) for ligne in page]
    return Lue(
        evenements,
        bout.epoque,
        debut,
        Curseur(bout.trace, bout.position) if a_jour else _apres(bout.epoque, evenements[-1]),
        a_jour,
        vue.vide,
        services.secrets()[0],
        pour,
    )


def _apres(epoque: UUID, dernier: EvenementPublie) -> Curseur:
    id = UUID(dernier.data.id.removeprefix(PREFIXE))
    return Curseur(trace(epoque, id), dernier.data.position)


async def _debut(
    connexion: AsyncConnection, services: Services, demande: Demande, bout: Bout, pour: bytes
) -> int:
    """The position after which to read."""
    if demande.apres is not None:
        lu = Curseur.lire(demande.apres, services.secrets(), pour)
        if lu is None:
            raise CurseurInconnu
        await verifier_la_trace(connexion, bout, lu.position, lu.trace)
        return lu.position
    if demande.depuis is None:
        return 0
    depuis = select(func.min(flux.c.position)).where(flux.c.le >= demande.depuis)
    premiere = await connexion.scalar(depuis)
    return bout.position if premiere is None else premiere - 1
