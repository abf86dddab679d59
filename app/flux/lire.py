"""The act of reading the feed: what comes after a cursor, for who asks, in order."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field, TypeAdapter
from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.candidatures.tables import a_numeroter
from app.flux.evenement import EvenementPublie, TypeEvenement, du_type, evenement_de, selection
from app.flux.numeroter import numeroter_s_il_se_peut
from app.flux.portee import vue_de
from app.flux.refus import CurseurInconnu
from app.flux.repere import Curseur
from app.flux.tables import flux, flux_epoque
from app.kit.glossary import decrit
from app.kit.logs import journal
from app.kit.postgres.database import Base
from app.kit.postgres.outage import est_une_panne
from app.kit.services import Services
from app.kit.web.problems import Indisponible


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
class Bout:
    """How far the feed goes, in which life of it."""

    epoque: UUID
    position: int


@dataclass(frozen=True, slots=True)
class Lue:
    """What was read after `debut`, up to `fin`.

    `sans_objet`: its reader will never see anything. `secret` and `pour` seal cursors.
    """

    evenements: list[EvenementPublie]
    epoque: UUID
    debut: int
    fin: int
    a_jour: bool
    sans_objet: bool
    secret: bytes = field(repr=False)
    pour: bytes = field(repr=False)

    @property
    def etiquette(self) -> str:
        """The entity tag of this page: another one once it has something else to tell."""
        derniere = self.evenements[-1].data.position if self.evenements else self.debut
        dite = f"{self.epoque} {derniere} {len(self.evenements)} {self.a_jour}"
        return f'"{sha256(dite.encode()).hexdigest()[:32]}"'

    @property
    def suivant(self) -> str:
        """The cursor to go on from."""
        return self.curseur(self.fin)

    def curseur(self, position: int) -> str:
        """The cursor of who has read up to there."""
        return Curseur(self.epoque, position).ecrire(self.secret, self.pour)

    def page(self) -> PageDuFlux:
        """What is shown of it."""
        return PageDuFlux(self.evenements, self.suivant, self.a_jour)


en_json: Final = TypeAdapter(PageDuFlux).dump_json
# Who reads does not wait for who cannot write, nor stands among those who do: seconds in all,
# then as many tries, and seconds between two.
_PATIENCE: Final = 2.0
_ESSAIS: Final = 20
_PAUSE: Final = 0.02
BOUT: Final = select(
    flux_epoque.c.epoque,
    func.coalesce(select(func.max(flux.c.position)).scalar_subquery(), 0).label("position"),
    exists(select(a_numeroter.c.evenement_id)).label("en_attente"),
)


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
    return Lue(
        [evenement_de(ligne, vue) for ligne in page],
        bout.epoque,
        debut,
        bout.position if a_jour else page[-1].position,
        a_jour,
        vue.vide,
        services.secrets()[0],
        pour,
    )


async def chercher_le_bout(base: Base) -> Bout:
    """How far the feed goes, once what is committed has its position.

    While nothing gets written, how far it went; raises `Indisponible` where it never began.
    """
    lu = await _lire_le_bout(base)
    if lu is None or (lu.en_attente and not base.ecritures_suspendues):
        try:
            async with asyncio.timeout(_PATIENCE):
                for _ in range(_ESSAIS):
                    if await numeroter_s_il_se_peut(base):
                        break
                    await asyncio.sleep(_PAUSE)
        except Exception as erreur:
            if not est_une_panne(erreur):
                raise
            journal.warning("flux_non_numerote", erreur=type(erreur).__name__)
        lu = await _lire_le_bout(base)
    if lu is None:
        raise Indisponible(entetes={"Retry-After": "5"})
    return Bout(lu.epoque, lu.position)


async def _lire_le_bout(base: Base) -> Any:
    async with base.lecture() as connexion:
        return (await connexion.execute(BOUT)).one_or_none()


async def _debut(
    connexion: AsyncConnection, services: Services, demande: Demande, bout: Bout, pour: bytes
) -> int:
    """The position after which to read."""
    if demande.apres is not None:
        lu = Curseur.lire(demande.apres, services.secrets(), pour)
        if lu is None or lu.epoque != bout.epoque or lu.position > bout.position:
            raise CurseurInconnu
        return lu.position
    if demande.depuis is None:
        return 0
    depuis = select(func.min(flux.c.position)).where(flux.c.le >= demande.depuis)
    premiere = await connexion.scalar(depuis)
    return bout.position if premiere is None else premiere - 1
