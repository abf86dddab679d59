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

# Seconds between two readings of one stream, at least: what happens to others wakes everybody.
PAS: Final = 1.0


Identifier = Callable[[], Awaitable[Appelant]]
"""Gives the caller anew: rights may be lost while something is waited for."""


async def attendre(
    services: Services,
    identifier: Identifier,
    demande: Demande,
    connue: str | None,
    secondes: float,
) -> Lue:
    """What this caller has not read yet, as soon as there is something, or after so many seconds,
    as many as a stream lasts at most.

    `connue`: the tag of a page that they have. Raises `CurseurInconnu`, or what `identifier` does.
    """
    boucle = asyncio.get_running_loop()
    fin = boucle.time() + min(secondes, services.flots.tenue.duree)
    while True:
        coups, lue_a = services.publie.coups, boucle.time()
        renouveler()
        lue = await lire_flux(services, await identifier(), demande)
        reste = fin - boucle.time()
        neuve = lue.evenements and lue.etiquette != connue
        if neuve or reste <= 0 or lue.sans_objet or services.porte.fermee:
            return lue
        if await services.publie.attendre(coups, reste):
            await asyncio.sleep(min(lue_a + PAS, fin) - boucle.time())


async def suivre(
    services: Services,
    identifier: Identifier,
    demande: Demande,
    premiere: Lue,
) -> AsyncGenerator[Lue]:
    """The pages that follow `premiere`, itself first; an empty one where nothing has come.

    The caller is identified before each: rights that were lost end it, as does what makes the
    feed unreadable. Who comes back is told why.
    """
    boucle = asyncio.get_running_loop()
    fin = boucle.time() + services.flots.tenue.duree
    lue = premiere
    yield lue
    while boucle.time() < fin and not (lue.sans_objet or services.porte.fermee):
        coups, lue_a = services.publie.coups, boucle.time()
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
        if not lue.a_jour:
            continue
        if await services.publie.attendre(coups, services.flots.tenue.silence):
            await asyncio.sleep(lue_a + PAS - boucle.time())
        else:
            yield replace(lue, evenements=[])
