"""What the acts of the service work with, put together once by `create_app`."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from app.config import Settings
from app.kit.clock import Horloge
from app.kit.compteurs import Compteurs
from app.kit.courriel import Messagerie
from app.kit.database import Base
from app.kit.places import Places
from app.kit.storage import Magasin
from app.kit.travaux import Travaux


@dataclass(frozen=True, slots=True)
class Services:
    """The database, the store of files, the clock, the settings, the queue of jobs, mail.

    `secrets` gives those that derive what must be made again rather than stored, the one in use
    first; `televersements` bounds the uploads that are written at the same time, `classeurs` the
    workbooks that are read, and with them the memory they take.
    """

    settings: Settings
    base: Base
    magasin: Magasin
    horloge: Horloge
    secrets: Callable[[], list[bytes]]
    travaux: Travaux
    messagerie: Messagerie
    compteurs: Compteurs
    televersements: Places
    classeurs: asyncio.Semaphore
