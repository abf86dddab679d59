"""The lots that somebody who decides sees: those that decide for their regions alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Text, cast, func, or_, select, true, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import AgentDecrit, noms_des_agents
from app.acces.appelant import Appelant
from app.candidatures.etats import Acte, Etat
from app.candidatures.tables import candidature
from app.decisions.lots_decrits import ACTES_DITS, ActeDeLot, EtatDeLot, GenreDActe, LotDecrit, Lots
from app.decisions.signataire import Signataire
from app.decisions.tables import acte_de_lot, ligne_de_lot, lot
from app.kit.web.problems import Introuvable

_D_ENSEMBLE: Final = [
    un.value for un in (GenreDActe.ARRET, GenreDActe.REOUVERTURE, GenreDActe.PUBLICATION)
]
DECIDABLES: Final = frozenset(etat.value for etat in Etat if etat.permet(Acte.PROPOSER))
"""The states of which a decision is made: what is withdrawn has left them."""


@dataclass(frozen=True, slots=True)
class LotOuvert:
    """A lot before anything is done to it; `regions` (codes): None for all."""

    id: UUID
    version: int
    etat: EtatDeLot
    publier_le: datetime | None
    secret: bool
    signataire: Signataire | None
    regions: frozenset[str] | None


def lots_de(appelant: Appelant) -> ColumnElement[bool]:
    """Whether a lot decides for nobody but those that this caller decides for."""
    if appelant.regions is None:
        return true()
    # Of a lot of all regions this is null: no.
    return func.coalesce(lot.c.regions.op("<@")(cast(sorted(appelant.regions), ARRAY(Text))), False)


async def ouvrir_lot(
    connexion: AsyncConnection, id: UUID, appelant: Appelant, *, verrou: bool = False
) -> LotOuvert:
    """A lot; `verrou` locks its row till the commit, before those of any dossier.

    Raises `Introuvable` alike for what does not exist and for what is of other regions.
    """
    enonce = select(lot).where(lot.c.id == id, lots_de(appelant))
    ligne: Any = (
        await connexion.execute(enonce.with_for_update() if verrou else enonce)
    ).one_or_none()
    if ligne is None:
        raise Introuvable
    return LotOuvert(
        *(ligne.id, ligne.version, EtatDeLot(ligne.etat), ligne.publier_le),
        *(ligne.secret, _signataire(ligne.signataire)),
        None if ligne.regions is None else frozenset(ligne.regions),
    )


def compte() -> ColumnElement[bool]:
    """Whether a line counts: one that was withdrawn has left a lot that is sealed."""
    return or_(lot.c.etat != EtatDeLot.ARRETE.value, candidature.c.etat.in_(sorted(DECIDABLES)))


async def lire_lot(connexion: AsyncConnection, id: UUID, appelant: Appelant) -> LotDecrit:
    """A lot, as it is shown. Raises `Introuvable`."""
    enonce = select(lot, _LIGNES).where(lot.c.id == id, lots_de(appelant))
    lues = (await connexion.execute(enonce)).all()
    if not lues:
        raise Introuvable
    (lu,) = await _decrire(connexion, lues)
    return lu


async def lister_les_lots(
    connexion: AsyncConnection, appelant: Appelant, apres: UUID | None, limite: int
) -> Lots:
    """At most `limite` of them, made after the lot `apres`."""
    rang = (lot.c.cree_le, lot.c.id)
    enonce = select(lot, _LIGNES).where(lots_de(appelant)).order_by(*rang).limit(limite + 1)
    if apres is not None:
        borne = select(*rang).where(lot.c.id == apres).scalar_subquery()
        enonce = enonce.where(tuple_(*rang) > borne)
    lues = (await connexion.execute(enonce)).all()
    page = await _decrire(connexion, lues[:limite])
    return Lots(page, page[-1].id if len(lues) > limite else None)


_LIGNES: Final = (
    select(func.count())
    .select_from(ligne_de_lot)
    .join(candidature, candidature.c.id == ligne_de_lot.c.candidature_id)
    .where(ligne_de_lot.c.lot == lot.c.id, compte())
    .correlate(lot)
    .scalar_subquery()
    .label("lignes")
)


async def _actes(connexion: AsyncConnection, ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """What was done to these lots as a whole, in order."""
    c = acte_de_lot.c
    depuis = func.row_number().over(partition_by=c.lot, order_by=c.version.desc()).label("depuis")
    actes = select(acte_de_lot, depuis).where(c.lot.in_(ids), c.genre.in_(_D_ENSEMBLE)).subquery()
    derniers = select(actes).where(actes.c.depuis <= ACTES_DITS)
    return (await connexion.execute(derniers.order_by(actes.c.version))).all()


async def _decrire(connexion: AsyncConnection, lignes: Sequence[Row[Any]]) -> list[LotDecrit]:
    actes = await _actes(connexion, [ligne.id for ligne in lignes])
    eux = [*(ligne.agent for ligne in lignes), *(acte.agent for acte in actes if acte.agent)]
    agents = await noms_des_agents(connexion, frozenset(eux))
    return [
        LotDecrit(
            id=ligne.id,
            nom=ligne.nom,
            etat=EtatDeLot(ligne.etat),
            version=ligne.version,
            publier_le=ligne.publier_le,
            secret=ligne.secret,
            signataire=_signataire(ligne.signataire),
            lignes=ligne.lignes,
            cree_le=ligne.cree_le,
            par=agents.get(ligne.agent) or AgentDecrit(ligne.agent, None, None, None),
            arrete_le=ligne.arrete_le,
            publie_le=ligne.publie_le,
            actes=[_acte(acte, agents) for acte in actes if acte.lot == ligne.id],
        )
        for ligne in lignes
    ]


def _acte(lu: Any, agents: Mapping[UUID, AgentDecrit]) -> ActeDeLot:
    par = lu.agent and (agents.get(lu.agent) or AgentDecrit(lu.agent, None, None, None))
    return ActeDeLot(lu.version, GenreDActe(lu.genre), lu.le, par, lu.raison)


def _signataire(texte: str | None) -> Signataire | None:
    return None if texte is None else Signataire.model_validate_json(texte)


def la_plus_lente(le: ColumnElement[datetime]) -> ColumnElement[datetime]:
    """What the clock of a host says, or that of PostgreSQL if it is behind: the fastest of many
    hosts does not say when for all.
    """
    return func.least(le, func.clock_timestamp())
