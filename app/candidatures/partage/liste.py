"""Who may open a candidature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.droits import Role
from app.acces.tables import OUVRENT, Preuve, acces
from app.candidatures.tables import candidature
from app.kit.glossary import decrit

if TYPE_CHECKING:
    PreuveDAcces = Preuve
else:
    PreuveDAcces = decrit(
        "Comment quelqu'un montre qui il est : le jeton d'une candidature, un compte d'agent "
        "public, une clé d'API."
    )(StrEnum("Preuve", {preuve.name: preuve.value for preuve in OUVRENT}, module=__name__))

# Where the links of an access go: to the person invited, else to the applicant.
ADRESSE: Final = func.coalesce(acces.c.courriel, candidature.c.courriel)


@decrit("Si un accès ouvre la candidature : actif, invité (le lien n'a pas encore servi), révoqué.")
class EtatAcces(StrEnum):
    """Whether an access opens anything."""

    ACTIF = "actif"
    INVITE = "invite"  # the link of the invitation has not been followed yet
    REVOQUE = "revoque"


@decrit("Un moyen d'ouvrir une candidature : un jeton, un compte d'agent, une clé, une invitation.")
@dataclass(frozen=True, slots=True)
class Acces:
    """A way into a candidature; `courriel` is where its links go, None for accounts and keys."""

    id: UUID
    genre: PreuveDAcces
    role: Role
    courriel: str | None
    cree_le: datetime
    revoque_le: datetime | None
    etat: EtatAcces
    le_votre: bool


@decrit("Les accès d'une candidature, du plus ancien au plus récent.")
@dataclass(frozen=True, slots=True)
class ListeAcces:
    """The accesses of a candidature, oldest first."""

    acces: list[Acces]


async def acces_de(connexion: AsyncConnection, id: UUID, le_sien: UUID) -> list[Acces]:
    """The accesses of a candidature, those revoked included, oldest first.

    As the one sees them who opened it by the access `le_sien`.
    """
    lignes = await connexion.execute(
        select(
            acces.c.id,
            acces.c.genre,
            acces.c.role,
            ADRESSE,
            acces.c.cree_le,
            acces.c.revoque_le,
            acces.c.empreinte.is_not(None),
        )
        .join(candidature, candidature.c.id == acces.c.candidature_id)
        .where(acces.c.candidature_id == id)
        # Arrivals are known to the tick of a clock, of 4 ms: who is invited at once comes second.
        .order_by(acces.c.cree_le, acces.c.role != Role.PROPRIETAIRE.value, acces.c.id)
    )
    return [_acces(le_sien, ligne) for ligne in lignes]


async def autres_acces(connexion: AsyncConnection, id: UUID, le_sien: UUID) -> list[Acces]:
    """Those by which somebody else gets in, or is invited to, oldest first."""
    tous = await acces_de(connexion, id, le_sien)
    return [a for a in tous if not a.le_votre and a.etat is not EtatAcces.REVOQUE]


def _acces(le_sien: UUID, ligne: Sequence[Any]) -> Acces:
    id, genre, role, courriel, cree_le, revoque_le, ouvert = ligne
    if revoque_le is None:
        etat = EtatAcces.ACTIF if ouvert else EtatAcces.INVITE
    else:
        etat = EtatAcces.REVOQUE
    return Acces(
        id,
        PreuveDAcces(genre),
        Role(role),
        courriel if genre == Preuve.JETON else None,
        cree_le,
        revoque_le,
        etat,
        id == le_sien,
    )
