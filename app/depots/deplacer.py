"""What a deposit that moves a perimeter to other regions tells those who review it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Auteur
from app.candidatures.details import DetailRegions
from app.candidatures.evenements_instruits import EvenementRegionsChangees
from app.candidatures.journal import consigner
from app.depots.avancer import avancer
from app.formulaire.choix import Region


async def noter_les_regions(
    connexion: AsyncConnection,
    id: UUID,
    avant: Sequence[str] | None,
    apres: Sequence[str],
    auteur: Auteur,
    le: datetime,
) -> None:
    """Write down that other regions see the dossier from now on, if they do.

    `avant`: None before the first deposit. Those that it leaves learn it from the feed.
    """
    if avant is None or set(avant) == set(apres):
        return
    detail = DetailRegions([Region(une) for une in avant], [Region(une) for une in apres])
    fait = EvenementRegionsChangees(detail)
    await avancer(connexion, id, fait, le)
    await consigner(connexion, id, fait, auteur, le)
