"""What a portal calls its candidatures: finding one, listing them."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.acces.tables import acces, portail_reference
from app.candidatures.representation import (
    COLONNES_DU_RESUME,
    CandidatureResumee,
    resume_de,
)
from app.candidatures.tables import candidature
from app.kit.glossary import decrit
from app.kit.postgres.database import Base
from app.kit.postgres.statements import Preparee
from app.kit.web.problems import Introuvable

_TROUVER: Final = Preparee(
    select(portail_reference.c.candidature_id).where(
        portail_reference.c.titulaire == bindparam("titulaire"),
        portail_reference.c.reference == bindparam("reference"),
    )
)


@decrit("Une candidature, sous la référence que lui donne le portail.")
@dataclass(frozen=True, slots=True)
class CandidatureDuPortail:
    """A candidature under the reference of the portal."""

    reference: str
    candidature: CandidatureResumee


@decrit("Une page des candidatures d'un portail, dans l'ordre des références.")
@dataclass(frozen=True, slots=True)
class CandidaturesDuPortail:
    """A page of them, by reference; `suivant` is the cursor of the next page, if any."""

    candidatures: list[CandidatureDuPortail]
    suivant: str | None


async def trouver(base: Base, appelant: Appelant, reference: str) -> UUID | None:
    """The candidature that this portal calls so, if there is one; by its id it is then opened."""
    async with base.directe() as directe:
        ligne = await directe.ligne(_TROUVER, titulaire=appelant.titulaire, reference=reference)
    return ligne["candidature_id"] if ligne else None


async def retrouver(base: Base, appelant: Appelant, reference: str) -> UUID:
    """As `trouver`; raises `Introuvable`."""
    id = await trouver(base, appelant, reference)
    if id is None:
        raise Introuvable
    return id


async def lister(
    connexion: AsyncConnection, appelant: Appelant, apres: str | None, limite: int
) -> CandidaturesDuPortail:
    """At most `limite` candidatures of this portal, those whose reference follows `apres`."""
    lignes = await connexion.execute(
        select(portail_reference.c.reference, *COLONNES_DU_RESUME)
        .join(candidature, candidature.c.id == portail_reference.c.candidature_id)
        .join(acces, acces.c.candidature_id == candidature.c.id)
        .where(acces.c.empreinte == appelant.empreinte)
        .where(portail_reference.c.titulaire == appelant.titulaire)
        .where(portail_reference.c.reference > (apres or ""))
        .order_by(portail_reference.c.reference)
        .limit(limite + 1)
    )
    trouvees = [
        CandidatureDuPortail(ligne["reference"], resume_de(ligne)) for ligne in lignes.mappings()
    ]
    page = trouvees[:limite]
    return CandidaturesDuPortail(page, page[-1].reference if len(trouvees) > limite else None)
