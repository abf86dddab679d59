"""Lists: the candidatures that a caller opens, what happened to one of them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import INSTRUCTION, Appelant
from app.acces.liens import adopter
from app.acces.tables import acces
from app.candidatures.evenements import genres_pour
from app.candidatures.genres import Public
from app.candidatures.queries import Candidature
from app.candidatures.representation import (
    COLONNES_DU_RESUME,
    CandidatureResumee,
    resume_de,
)
from app.candidatures.tables import candidature, evenement
from app.kit.glossary import decrit
from app.kit.postgres.statements import EnTransaction


@decrit("Les candidatures qu'un jeton ouvre.")
@dataclass(frozen=True, slots=True)
class MesCandidatures:
    """The candidatures that the caller opens."""

    candidatures: list[CandidatureResumee]


@dataclass(frozen=True, slots=True)
class Evenement:
    """Something that happened; `acces` names the access it was done with, `auteur` its role then.

    `details` depends on `genre`: the pointers that a modification changed, the file, the deposit.
    """

    genre: str
    le: datetime
    acces: UUID | None
    auteur: str
    origine: str | None
    version: int
    details: dict[str, Any]


@decrit("Une page d'événements, du plus ancien au plus récent.")
@dataclass(frozen=True, slots=True)
class Historique:
    """A page of events, oldest first; `suivant` is the cursor of the next page, if any."""

    evenements: list[Evenement]
    suivant: str | None


async def miennes(connexion: AsyncConnection, appelant: Appelant) -> MesCandidatures:
    """What the caller opens, newest first."""
    siennes = (
        select(*COLONNES_DU_RESUME)
        .join(acces, acces.c.candidature_id == candidature.c.id)
        .where(acces.c.empreinte == appelant.empreinte)
        .order_by(candidature.c.creee_le.desc())
    )
    lues = (await connexion.execute(siennes)).mappings().all()
    if not lues and await adopter(EnTransaction(connexion), appelant.empreinte):
        lues = (await connexion.execute(siennes)).mappings().all()
    return MesCandidatures([resume_de(ligne) for ligne in lues])


async def historique(
    connexion: AsyncConnection, lue: Candidature, apres: int, limite: int
) -> Historique:
    """At most `limite` events of a candidature after the cursor `apres`, of those shown to them."""
    trouves = await lire_evenements(connexion, lue, apres, limite + 1)
    page = trouves[:limite]
    suivant = str(page[-1][0]) if len(trouves) > limite else None
    return Historique([un for _, un in page], suivant)


async def lire_evenements(
    connexion: AsyncConnection, lue: Candidature, apres: int, limite: int
) -> list[tuple[int, Evenement]]:
    """The same, each with the cursor of who has read up to it."""
    lignes = await connexion.execute(
        select(
            evenement.c.id,
            evenement.c.genre,
            evenement.c.le,
            evenement.c.acces_id,
            evenement.c.auteur,
            evenement.c.origine,
            evenement.c.version,
            evenement.c.details,
        )
        .where(evenement.c.candidature_id == lue.id, evenement.c.id > apres)
        .where(evenement.c.genre.in_([genre.genre for genre in genres_pour(Public.de(lue.role))]))
        .order_by(evenement.c.id)
        .limit(limite)
    )
    return [
        (id, _montre(Evenement(*colonnes, details=from_json(details))))
        for id, *colonnes, details in lignes.all()
    ]


def _montre(un: Evenement) -> Evenement:
    """Which agent did it, and from where, is for reviewers."""
    return replace(un, acces=None, origine=None) if un.auteur == INSTRUCTION else un
