"""What is sent to one address a day, of all dossiers: nobody's mailbox is filled."""

from math import ceil
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from app.avis.lettres import ENTREES_MAX
from app.kit.services import Services
from app.kit.web.counters import JOUR, Limite

COURRIELS_MAX: Final = 50
RETROUVES_MAX: Final = 10
_COURRIELS: Final = Limite("courriels-avis", lambda _: COURRIELS_MAX, JOUR)
# Apart: whoever asks for links as another would else keep agents from writing to them.
_RETROUVES: Final = Limite("liens-avis", lambda _: RETROUVES_MAX, JOUR)


async def compter_des_courriels(
    services: Services, connexion: AsyncConnection, courriel: str, avis: int
) -> None:
    """Count the mails that agents send to an address with so many opinions, once this commits.

    Raises `TropDeRequetes`. What the service sends by itself is not counted: nobody chooses it.
    """
    cout = ceil(avis / ENTREES_MAX)
    compte = await services.compteurs.compter_pour_tous(_COURRIELS, courriel, cout, connexion)
    compte.exiger()


async def compter_des_liens_retrouves(services: Services, courriel: str) -> None:
    """Count one more demand for the links of an address, known or not; raises `TropDeRequetes`."""
    (await services.compteurs.compter_pour_tous(_RETROUVES, courriel)).exiger()
