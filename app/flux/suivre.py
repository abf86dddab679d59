"""The acts of waiting for what comes next in the feed."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from typing import Final

from app.acces.appelant import Appelant
from app.flux.lire import Demande, Lue, lire_flux
from app.kit.postgres.credit import renouveler
from app.kit.postgres.outage import est_une_panne
from app.kit.services import Services
from app.kit.web.problems import Probleme
from app.kit.web.streams import DUREE, SILENCE

_PAS: Final = 0.2


async def attendre(
    services: Services, appelant: Appelant, demande: Demande, connue: str | None, secondes: float
) -> Lue:
    """What this caller has not read yet, as soon as there is something, or after so many seconds.

    `connue`: the tag of a page that they have. Raises `CurseurInconnu`.
    """
    fin = asyncio.get_running_loop().time() + secondes
    while True:
        coups = services.publie.coups
        renouveler()
        lue = await lire_flux(services, appelant, demande)
        reste = fin - asyncio.get_running_loop().time()
        neuve = lue.evenements and lue.etiquette != connue
        if neuve or reste <= 0 or lue.sans_objet or services.porte.fermee:
            return lue
        await services.publie.attendre(coups, reste)


async def suivre(
    services: Services,
    identifier: Callable[[], Awaitable[Appelant]],
    demande: Demande,
    premiere: Lue,
) -> AsyncGenerator[Lue]:
    """The pages that follow `premiere`, itself first; an empty one where nothing has come.

    `identifier` gives the caller anew before each: rights that were lost end it, as does what
    makes the feed unreadable. Who comes back is told why.
    """
    boucle = asyncio.get_running_loop()
    fin = boucle.time() + DUREE
    lue = premiere
    yield lue
    while boucle.time() < fin and not (lue.sans_objet or services.porte.fermee):
        coups = services.publie.coups
        demande = replace(demande, apres=lue.suivant, depuis=None)
        renouveler()
        try:
            lue = await lire_flux(services, await identifier(), demande)
        except Exception as erreur:
            if not (isinstance(erreur, Probleme) or est_une_panne(erreur)):
                raise
            return
        if lue.evenements:
            yield lue
        elif await services.publie.attendre(coups, SILENCE):
            # What others do wakes everybody: nobody looks more often for it.
            await asyncio.sleep(_PAS)
        else:
            yield lue
