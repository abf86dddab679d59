"""What the acts of the service work with, put together when it starts (`app/vie.py`)."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from app.config import Settings
from app.kit.aside import Etabli
from app.kit.clock import Horloge
from app.kit.egress.insistence import Insistance
from app.kit.egress.post import Sortie
from app.kit.files.clamd import Clamd, Delais
from app.kit.files.slots import Places
from app.kit.files.storage import Magasin
from app.kit.jobs.mail import Messagerie
from app.kit.jobs.pace import Rythme
from app.kit.jobs.queue import Travaux
from app.kit.keys.keyring import Trousseau
from app.kit.keys.shared import Signataire
from app.kit.memory import Memoire
from app.kit.postgres.credit import Attentes
from app.kit.postgres.database import Base
from app.kit.postgres.lookout import Guet
from app.kit.process import Pouponniere
from app.kit.wake import Reveil
from app.kit.web.addresses import Adresses
from app.kit.web.counters import Compteurs
from app.kit.web.door import Porte
from app.kit.web.patience import Patience
from app.kit.web.streams import Flots, Tenue


@dataclass(frozen=True, slots=True)
class Patiences:
    """How long what others do is waited for."""

    travaux: Rythme = field(default_factory=Rythme)
    clients: Patience = field(default_factory=Patience)
    base: Attentes = field(default_factory=Attentes)
    antivirus: Delais = field(default_factory=Delais)
    envois: Insistance = field(default_factory=Insistance)
    flots: Tenue = field(default_factory=Tenue)


class Identites(Protocol):
    """Who knows what the tokens of others stand for."""

    async def identifier(
        self, texte: str, abonne: str, essai: Callable[[], AbstractContextManager[None]]
    ) -> Any:
        """Who an access token stands for, as the room that asks describes them.

        `abonne` shows it; an unknown one is asked about within `essai`, which may refuse.
        """
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """The settings, the database, the store of files, the clock, the keys, the queue, mail, limits.

    All that a process remembers is here. `identites`: who knows public agents. `porte` bounds the
    connections of clients, `televersements` the uploads that are written at the same time,
    `classeurs` the workbooks that are read, `inspections` the files that are judged, `impressions`
    the deposits that are printed, `documents` those of GraphQL that are executed
    (`documents_ouverts`: for anybody), `recherches` what anybody looks for, `etabli` the large
    dossiers, and with them the memory they take;
    `pouponniere` has works done by processes that may die of it. `recentes` is what this process
    wrote last: `app/candidatures/recentes.py` says what is kept there; `agents`, who was seen:
    `app/acces/agents.py`. `flots` bounds the answers that last, `exports` those that hold a
    connection of their own; `guet` wakes who watches a candidature, `publie` who follows what is
    published. `export_seul` is held by the export that this process writes, `resultats_seul` by who
    makes a version of the results. `sortie` posts to addresses that others chose.
    """

    settings: Settings
    base: Base
    magasin: Magasin
    horloge: Horloge
    trousseau: Trousseau
    signataire: Signataire
    travaux: Travaux
    messagerie: Messagerie
    adresses: Adresses
    porte: Porte
    compteurs: Compteurs
    patience: Patience
    identites: Identites
    televersements: Places
    classeurs: Places
    inspections: Places
    impressions: Places
    pouponniere: Pouponniere
    etabli: Etabli
    recentes: Memoire[UUID, Any]
    agents: Memoire[UUID, Any]
    antivirus: Clamd
    flots: Flots
    exports: Places
    documents: Places
    documents_ouverts: Places
    recherches: Places
    guet: Guet
    sortie: Sortie
    publie: Reveil = field(default_factory=Reveil)
    export_seul: asyncio.Lock = field(default_factory=asyncio.Lock)
    resultats_seul: asyncio.Lock = field(default_factory=asyncio.Lock)

    def presse(self) -> bool:
        """Whether others want the place of who sends something slowly."""
        return self.porte.presse or self.televersements.presse

    def secrets(self) -> list[bytes]:
        """What derives that which must be made again rather than stored, the one in use first."""
        return self.trousseau.secrets("jetons")
