"""The act of telling how candidatures are now: those that changed since a cursor, each once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field, TypeAdapter
from sqlalchemy import RowMapping, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.flux.bout import Bout, chercher_le_bout, trace_a, verifier_la_trace
from app.flux.fiche import SUIVIES, CandidatureSuivie, fiche_de, fiches
from app.flux.filtres import Filtres
from app.flux.portee import Vue, vue_de
from app.flux.refus import CurseurInconnu
from app.flux.repere import Curseur, CurseurDeListe
from app.flux.tables import flux, flux_suivi
from app.kit.glossary import decrit
from app.kit.services import Services


@dataclass(frozen=True, slots=True)
class DemandeDeListe:
    """What is asked of the list: after a cursor, from its beginning without one."""

    depuis: str | None = None
    filtres: Filtres = field(default_factory=Filtres)
    limite: int = 100
    total: bool = False


@decrit("Une page de candidatures qui ont changé, dans l'ordre de leur dernière position.")
@dataclass(frozen=True, slots=True)
class Changements:
    """A page; `suivant` is the cursor to go on from, `a_jour`: nothing more had changed."""

    candidatures: list[CandidatureSuivie]
    suivant: str
    a_jour: Annotated[
        bool, Field(description="Si rien d'autre n'avait changé : revenez plus tard.")
    ]
    total: Annotated[
        int | None,
        Field(description="Celles qui répondent aux filtres en tout, si demandé par `total`."),
    ]


en_json: Final = TypeAdapter(Changements).dump_json


@dataclass(frozen=True, slots=True)
class Liste:
    """What this caller may read of it, up to `bout`; `pour` seals cursors."""

    vue: Vue
    filtres: Filtres
    bout: Bout
    debut: CurseurDeListe
    secret: bytes = field(repr=False)
    pour: bytes = field(repr=False)

    def derniere(self) -> Select[UUID]:
        """The statement of the id of the last event of these."""
        derniere = select(func.max(flux_suivi.c.position)).where(self.changees())
        return select(flux.c.id).where(flux.c.position == derniere.scalar_subquery())

    def changees(self) -> Any:
        """The candidatures that changed since, gone ones included."""
        position = flux_suivi.c.position
        depuis = position > self.debut.position, position <= self.bout.position
        return and_(self.vue.suivies(), *depuis)

    def page(self, limite: int) -> Select[*tuple[Any, ...]]:
        """The statement of the first ones."""
        visible = self.filtres.voulues(self.vue)
        partie = and_(flux_suivi.c.position > self.debut.depart, self.filtres.connues(self.vue))
        lignes = fiches(self.vue, SUIVIES, visible).where(self.changees(), or_(visible, partie))
        return lignes.order_by(flux_suivi.c.position).limit(limite)

    def compte(self) -> Select[int]:
        """The statement that counts all that answer the filters."""
        toutes = fiches(self.vue, SUIVIES, self.filtres.voulues(self.vue))
        visibles = toutes.where(self.vue.suivies(), self.filtres.voulues(self.vue))
        return select(func.count()).select_from(visibles.subquery())

    async def curseur(self, connexion: AsyncConnection, position: int) -> str:
        """That of who has read up to there."""
        depart = self.debut.depart
        trace = await trace_a(connexion, self.bout, max(position, depart))
        return CurseurDeListe(trace, position, depart).ecrire(self.secret, self.pour)


async def lister(
    services: Services, appelant: Appelant, demande: DemandeDeListe, connue: Callable[[str], bool]
) -> tuple[str, Changements | None]:
    """The entity tag of a page, and the page unless its tag is `connue`.

    What nobody publishes does not move the tag: a draft saved, an access revoked. Raises
    `CurseurInconnu`.
    """
    bout = await chercher_le_bout(services.base)
    async with services.base.lecture() as connexion:
        vue = await vue_de(connexion, appelant)
        liste = await _ouvrir(connexion, services, vue, demande, bout)
        derniere = await connexion.scalar(liste.derniere())
        etiquette = _etiquette(liste, derniere)
        if connue(etiquette):
            return etiquette, None
        return etiquette, await _page(connexion, liste, demande, neuf=derniere is not None)


async def _ouvrir(
    connexion: AsyncConnection, services: Services, vue: Vue, demande: DemandeDeListe, bout: Bout
) -> Liste:
    pour = vue.sceau() + demande.filtres.sceau()
    debut = CurseurDeListe(bout.trace, 0, bout.position)
    if demande.depuis is not None:
        debut = _lire(demande.depuis, services.secrets(), pour)
        if debut is None:
            raise CurseurInconnu
        await verifier_la_trace(connexion, bout, debut.connu, debut.trace)
    return Liste(vue, demande.filtres, bout, debut, services.secrets()[0], pour)


def _lire(texte: str, secrets: list[bytes], pour: bytes) -> CurseurDeListe | None:
    """A cursor of this list; or that of an export, or of the feed, who knew all up to there."""
    if du_flux := Curseur.lire(texte, secrets, pour):
        return CurseurDeListe(du_flux.trace, du_flux.position, du_flux.position)
    return CurseurDeListe.lire(texte, secrets, pour)


def _etiquette(liste: Liste, derniere: UUID | None) -> str:
    dite = f"{liste.bout.epoque} {liste.debut.position} {derniere} ".encode()
    return f'"{sha256(dite + liste.pour).hexdigest()[:32]}"'


async def _page(
    connexion: AsyncConnection, liste: Liste, demande: DemandeDeListe, *, neuf: bool
) -> Changements:
    """`neuf`: whether anything has changed; who looks often mostly finds that nothing has."""
    lues: Sequence[RowMapping] = list[RowMapping]()
    if neuf:
        lues = (await connexion.execute(liste.page(demande.limite + 1))).mappings().all()
    page, a_jour = lues[: demande.limite], len(lues) <= demande.limite
    total = await connexion.scalar(liste.compte()) if demande.total else None
    fin = liste.bout.position if a_jour else page[-1]["position"]
    suivant = await liste.curseur(connexion, fin)
    return Changements([fiche_de(ligne) for ligne in page], suivant, a_jour, total)
