"""The act of watching a candidature: what happens to it, as it happens, saves of drafts included.

Ids are given while its row is locked: read one candidature by them and nothing is missed.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Final
from uuid import UUID

from app.acces.appelant import Appelant
from app.candidatures.listes import Evenement, lire_evenements
from app.candidatures.queries import ouvrir
from app.kit.postgres.credit import renouveler
from app.kit.postgres.outage import est_une_panne
from app.kit.services import Services
from app.kit.web.problems import Probleme

_PAR_PAGE: Final = 100
Lus = Sequence[tuple[int, Evenement]]


async def lire_la_suite(services: Services, id: UUID, appelant: Appelant, apres: int) -> Lus:
    """What happened after the cursor `apres`, each with its own; raises what `ouvrir` raises."""
    renouveler()
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        return await lire_evenements(connexion, lue, apres, _PAR_PAGE)


async def regarder(
    services: Services, id: UUID, identifier: Callable[[], Awaitable[Appelant]], apres: int
) -> AsyncGenerator[Lus]:
    """What happens after the cursor `apres`; nothing, now and then, where nothing does.

    `identifier` gives the caller anew before each look: who does not open it any more is shown no
    more. It ends by itself after a while, and where it cannot be read.
    """
    boucle = asyncio.get_running_loop()
    tenue = services.flots.tenue
    fin, silence = boucle.time() + tenue.duree, boucle.time() + tenue.silence
    with services.guet.veiller(id) as reveil:
        while boucle.time() < fin and not services.porte.fermee:
            coups = reveil.coups
            try:
                lus = await lire_la_suite(services, id, await identifier(), apres)
            except Exception as erreur:
                if not (isinstance(erreur, Probleme) or est_une_panne(erreur)):
                    raise
                return
            if lus:
                apres = lus[-1][0]
                silence = boucle.time() + tenue.silence
                yield lus
            # What they are not shown wakes them as well: the silence that they hear goes on.
            elif not await reveil.attendre(coups, max(0.0, silence - boucle.time())):
                silence = boucle.time() + tenue.silence
                yield ()
