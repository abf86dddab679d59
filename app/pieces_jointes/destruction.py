"""Having the store forget files that no row names any more: at once, or by a job until it does."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy.sql.dml import ReturningDelete

from app.kit.logs import journal
from app.kit.services import Services

DETRUIRE: Final = "detruire_fichiers"


async def detruire(services: Services, pieces: list[UUID]) -> None:
    """Erase files whose rows are gone; what the store does not do now, a job does.

    Nothing leads to them any more. What a crash leaves here is for the sweep (`balayage.py`).
    """
    try:
        await services.magasin.effacer(pieces)
    except Exception as erreur:
        journal.warning("fichiers_a_effacer", nombre=len(pieces), erreur=type(erreur).__name__)
        await confier_la_destruction(services, pieces)


async def detruire_avec(services: Services, enonce: ReturningDelete[UUID]) -> None:
    """Delete these rows, then the files that they named."""
    async with services.base.transaction() as connexion:
        ids = list(await connexion.scalars(enonce))
    await detruire(services, ids)


async def confier_la_destruction(services: Services, pieces: list[UUID]) -> None:
    """Have a job erase files, which tries until the store does it."""
    async with services.base.transaction() as connexion:
        contenu = {"pieces": [str(id) for id in pieces]}
        await services.travaux.confier(connexion, DETRUIRE, contenu)


async def detruire_les_restes(services: Services, contenu: dict[str, Any]) -> None:
    """The job `detruire_fichiers`; raises what the store raises, to be tried again."""
    await services.magasin.effacer([UUID(id) for id in contenu["pieces"]])
