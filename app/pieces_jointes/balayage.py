"""The sweep of the store: what no row names goes to the bin, where this database is to be believed.

A service that starts on a new, lost or wrong database finds that no row names anything. So a store
knows its database (`app/kit/mark.py`), and too many at once are left for somebody to look at.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import httpx2

from app.kit.clock import Horloge
from app.kit.files.sweep import (
    AGE_D_UN_ORPHELIN,
    Inventaire,
    inventorier,
    jeter,
    reprendre,
    vider,
)
from app.kit.files.unfinished import abandonner_les_inacheves
from app.kit.logs import journal
from app.kit.mark import Marque, Nature, lire_marque
from app.kit.services import Services
from app.pieces_jointes.pieces import toutes_nommees

# The job that does it every night (cron); it is done at each start as well.
BALAYER: Final = "balayer_magasin"
QUAND_BALAYER: Final = "43 3 * * *"

_AUCUNE: Final = UUID(int=0)
# A crash leaves a few, an erasure that failed those of a candidature: more than a tenth of all that
# there is comes from something else. So few always pass, unless they are most of it.
_PART: Final = 10
_PEU: Final = 10


async def balayer(services: Services, *, seul: bool) -> None:
    """Empty the store of what no row names, a week late; `seul`: no other process writes there.

    What is in the bin and named by a row after all is put back.
    """
    async with services.base.lecture() as connexion:
        marque = await lire_marque(connexion)
        connues = await toutes_nommees(connexion)
    magasin, maintenant = services.magasin, Horloge().maintenant()
    if marque is None or await magasin.marque() != marque:
        journal.error("balayage_refuse", raison="magasin d'une autre base")
        return
    await _abandonner(services, maintenant)
    if not connues:
        return
    if seul:
        magasin.oublier_les_morceaux()
    if reprises := await reprendre(magasin, connues):
        journal.warning("fichiers_repris_de_la_corbeille", nombre=reprises)
    lu = await inventorier(magasin, connues, maintenant, seul=seul)
    if len(lu.orphelins) > _permis(lu):
        journal.error(
            "balayage_refuse", raison="trop", orphelins=len(lu.orphelins), fichiers=lu.nombre
        )
        return
    await jeter(magasin, lu.orphelins, maintenant.date())
    effaces = await vider(magasin, maintenant.date())
    if lu.orphelins or effaces:
        journal.warning("fichiers_a_la_corbeille", nombre=len(lu.orphelins), effaces=effaces)


async def balayer_la_nuit(services: Services, _contenu: dict[str, Any]) -> None:
    """The periodic job: others may write meanwhile."""
    await balayer(services, seul=False)


async def _abandonner(services: Services, maintenant: datetime) -> None:
    """What else there is to sweep does not wait for a store that does not allow this."""
    try:
        avant = maintenant - AGE_D_UN_ORPHELIN
        nombre = await abandonner_les_inacheves(services.settings, avant)
    except (httpx2.HTTPError, TimeoutError) as erreur:
        journal.warning("envois_inacheves_inconnus", erreur=type(erreur).__name__)
        return
    if nombre:
        journal.warning("envois_inacheves_abandonnes", nombre=nombre)


async def marquer_le_magasin(services: Services, marque: Marque) -> Marque:
    """Say whose files these are, once: of `marque`, if it names most of them; else of nobody.

    The store of a release before 0.4.0, or a new one. What nobody knows may be production's.
    """
    async with services.base.lecture() as connexion:
        connues = await toutes_nommees(connexion)
    lu = await inventorier(services.magasin, connues, Horloge().maintenant(), seul=True)
    reconnu = 2 * len(lu.orphelins) <= lu.nombre
    posee = marque if reconnu else Marque(_AUCUNE, Nature.PRODUCTION)
    if not reconnu:
        journal.error("magasin_inconnu", orphelins=len(lu.orphelins), fichiers=lu.nombre)
    await services.magasin.marquer(posee)
    return posee


def _permis(lu: Inventaire) -> int:
    """How many of the files may be moved at once."""
    return max(lu.nombre // _PART, min(_PEU, lu.nombre // 2))
