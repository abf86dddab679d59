"""What who is consulted may reach: one opinion, as long as it lives."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.acces.refus import JetonRefuse
from app.avis.pieces_d_avis import pieces_nommees
from app.avis.refus import AvisClos
from app.avis.reponse import ReponseEnvoyee
from app.avis.tables import avis, avis_rendu, lien_avis
from app.avis.vocabulaire import SensAvis
from app.candidatures.etats import Acte, Etat
from app.candidatures.tables import candidature
from app.depots.tables import instruction

LECTURE: Final = timedelta(days=15)
"""How long after it is due an opinion may still be read by who gave it, or did not."""
_CONSULTABLES: Final = [etat.value for etat in Etat if etat.permet(Acte.CONSULTER)]


@dataclass(frozen=True, slots=True)
class AvisOuvert:
    """An opinion that is asked for, as its row says; `brouillon` is the JSON of what is written."""

    id: UUID
    candidature_id: UUID
    numero: str
    depot: int
    fonction: str
    question: str
    sections: Collection[str]
    echeance: datetime
    brouillon: str | None
    envois: int


def vivant(le: datetime) -> ColumnElement[bool]:
    """Whether an opinion may be read by who is consulted, of a row of `avis`, of `candidature` and
    of `instruction`.
    """
    return and_(_garde(le), candidature_consultable())


def candidature_consultable() -> ColumnElement[bool]:
    """Whether opinions are asked and given of a row of `candidature` and `instruction`: until what
    is decided of it is sealed.
    """
    return and_(candidature.c.etat.in_(_CONSULTABLES), instruction.c.arretee_le.is_(None))


def _garde(le: datetime) -> ColumnElement[bool]:
    """Whether what leads to an opinion is kept: what is sealed may be reopened."""
    consultable = candidature.c.etat.in_(_CONSULTABLES)
    return and_(avis.c.revoque_le.is_(None), avis.c.echeance > le - LECTURE, consultable)


_LUES: Final = (
    *(avis.c.id, avis.c.candidature_id, candidature.c.numero, avis.c.depot, avis.c.fonction),
    *(avis.c.question, avis.c.sections, avis.c.echeance, avis.c.brouillon, avis.c.envois),
)


async def ouvrir_avis(
    connexion: AsyncConnection, appelant: Appelant, le: datetime, *, verrou: bool = False
) -> AvisOuvert:
    """The opinion that this secret opens; `verrou` locks its rows till the commit.

    Raises `JetonRefuse` alike for a secret that was never one, one that another has replaced, and
    that of an opinion past its time, revoked, or of a candidature that is sealed or has gone.
    """
    # In the order in which all acts lock them.
    enonce = (
        select(*_LUES)
        .select_from(candidature)
        .join(instruction, instruction.c.candidature_id == candidature.c.id)
        .join(avis, avis.c.candidature_id == instruction.c.candidature_id)
        .where(avis.c.empreinte == appelant.empreinte, vivant(le))
    )
    if verrou:
        enonce = enonce.with_for_update(of=(candidature, instruction, avis))
    ligne = (await connexion.execute(enonce)).mappings().one_or_none()
    if ligne is None:
        raise JetonRefuse(entetes={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    return AvisOuvert(**ligne)


async def ouvrir_pour_repondre(
    connexion: AsyncConnection, appelant: Appelant, arrivee: datetime, *, verrou: bool = True
) -> AvisOuvert:
    """The same, where an answer may still be sent; raises `JetonRefuse`, `AvisClos`."""
    lu = await ouvrir_avis(connexion, appelant, arrivee, verrou=verrou)
    if arrivee >= lu.echeance:
        raise AvisClos(arrivee=arrivee, echeance=lu.echeance)
    return lu


def encore_garde(id: ColumnElement[UUID], le: datetime) -> ColumnElement[bool]:
    """Whether the opinion that a row names may be read by who is consulted, or may be again."""
    return exists().where(avis.c.id == id, candidature.c.id == avis.c.candidature_id, _garde(le))


async def couper(connexion: AsyncConnection, ids: Collection[UUID], **colonnes: Any) -> None:
    """Have neither secret nor link open these opinions any more, whose dossiers are locked.

    `colonnes`: what else changes in their rows.
    """
    await connexion.execute(delete(lien_avis).where(lien_avis.c.avis_id.in_(ids)))
    await connexion.execute(
        update(avis).where(avis.c.id.in_(ids)).values(empreinte=None, **colonnes)
    )


async def fermer(connexion: AsyncConnection, ids: Collection[UUID], le: datetime) -> None:
    """Revoke opinions whose dossiers are locked; what was being written goes."""
    await couper(connexion, ids, revoque_le=le, brouillon=None)


async def reponses_de(connexion: AsyncConnection, id: UUID) -> list[ReponseEnvoyee]:
    """All that was sent of an opinion, oldest first."""
    enonce = select(avis_rendu).where(avis_rendu.c.avis_id == id).order_by(avis_rendu.c.envoi)
    lignes = (await connexion.execute(enonce)).all()
    pieces = await pieces_nommees(connexion, {piece for une in lignes for piece in une.pieces})
    return [
        ReponseEnvoyee(une.envoi, SensAvis(une.sens), une.texte, une.le, pieces.de(une.pieces))
        for une in lignes
    ]
