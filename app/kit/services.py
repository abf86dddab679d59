"""What the acts of the service work with, put together once by `create_app`."""

import asyncio
from dataclasses import dataclass

from app.config import Settings
from app.kit.clock import Horloge
from app.kit.database import Base
from app.kit.storage import Magasin


@dataclass(frozen=True, slots=True)
class Services:
    """The database, the store of files, the clock, the settings.

    `secret` derives what must be made again rather than stored; `televersements` bounds the
    uploads that are written at the same time, `classeurs` the workbooks that are read, and with
    them the memory they take.
    """

    settings: Settings
    base: Base
    magasin: Magasin
    horloge: Horloge
    secret: bytes
    televersements: asyncio.Semaphore
    classeurs: asyncio.Semaphore
