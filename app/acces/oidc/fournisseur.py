"""Public agents: from the access token that they show to who they are (OpenID Connect)."""

import asyncio
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from hashlib import sha256
from typing import Final, Generic, TypeVar

from app.acces.oidc.agent import Agent, lire_agent
from app.acces.oidc.refus import acr_insuffisant, jeton_refuse
from app.acces.refus import AcrInsuffisant, JetonRefuse
from app.config import Settings
from app.kit.clock import Horloge
from app.kit.files.slots import Places
from app.kit.web.patience import Patience
from app.kit.web.problems import Probleme

JETON_MAX: Final = 8 * 1024
DELAI: Final = 3.0
SOUVENIR: Final = 15.0  # how long a token that was revoked may still be accepted
SOUVENIR_DU_REFUS: Final = 5.0
PLACES: Final = 2_000
DEMANDES: Final = 20  # asked of the provider at the same time, half of them for one address at most
T = TypeVar("T")
Essai = Callable[[], AbstractContextManager[None]]
_FORME: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750, 2.1


class FournisseurOidc:
    """The provider of identities that the settings name; without one, no token is accepted.

    `horloge` is the machine's, whatever the sandbox says: the provider lives in real time. `delai`
    is how long the provider may take for one answer, `places` how many of its answers are
    remembered. Durations are in seconds.
    """

    def __init__(
        self, settings: Settings, horloge: Horloge, delai: float = DELAI, places: int = PLACES
    ) -> None:
        self._settings = settings
        self._horloge = horloge
        self._agents = Souvenirs[Agent](places)
        # Apart, so that tokens made up at speed push out no agent.
        self._refus = Souvenirs[Callable[[], Probleme]](places)
        self._en_cours: dict[bytes, asyncio.Task[Agent]] = {}
        self._demandes = Places(DEMANDES, Patience())
        self._lecture = None
        if settings.oidc_emetteur:
            from app.acces.oidc.emetteur import Lecture

            self._lecture = Lecture(settings, settings.oidc_emetteur, horloge, delai)

    async def identifier(self, texte: str, abonne: str, essai: Essai) -> Agent:
        """Who an access token stands for, shown by `abonne`.

        Raises `JetonRefuse`, `AcrInsuffisant` for an authentication too weak, `Indisponible` when
        the provider cannot tell, and what `essai` raises, within which it is asked about a token
        that was no agent's yet. The token goes to the provider and nowhere else.
        """
        if len(texte) > JETON_MAX or not _FORME.fullmatch(texte):
            raise jeton_refuse()
        empreinte = sha256(texte.encode("ascii")).digest()
        instant = self._horloge.maintenant().timestamp()
        if agent := self._agents.lire(empreinte, instant):
            return agent
        if refus := self._refus.lire(empreinte, instant):
            raise refus()
        tache = self._en_cours.get(empreinte)
        if tache is None:
            # Keys tell of a signed token without asking.
            if self._agents.connait(empreinte) or self._settings.oidc_mode == "jwks":
                essai = nullcontext
            with essai():
                pass  # who may not try another does not wait to be told
            tache = asyncio.create_task(self._demander(texte, empreinte, abonne, essai))
            self._en_cours[empreinte] = tache
            tache.add_done_callback(partial(self._finir, empreinte))
        # Who hangs up leaves the answer to those who wait for the same.
        return await asyncio.shield(tache)

    async def fermer(self) -> None:
        """Close the connections to the provider."""
        if self._lecture:
            await self._lecture.fermer()

    def _finir(self, empreinte: bytes, tache: asyncio.Task[Agent]) -> None:
        del self._en_cours[empreinte]
        if not tache.cancelled():
            tache.exception()  # has been seen, though nobody may be left to be told

    async def _demander(self, texte: str, empreinte: bytes, abonne: str, essai: Essai) -> Agent:
        async with self._demandes.prendre(abonne):
            instant = self._horloge.maintenant().timestamp()
            try:
                with essai():
                    return await self._identifier(texte, empreinte, instant)
            except (JetonRefuse, AcrInsuffisant) as refuse:
                encore = partial(type(refuse), entetes=refuse.entetes)
                self._refus.garder(empreinte, encore, instant + SOUVENIR_DU_REFUS)
                raise

    async def _identifier(self, texte: str, empreinte: bytes, instant: float) -> Agent:
        if self._lecture is None:
            raise jeton_refuse()
        lues = await self._lecture.lire(texte, instant)
        acceptes = self._settings.oidc_acr
        if acceptes and lues.get("acr") not in acceptes:
            raise acr_insuffisant(acceptes)
        agent = lire_agent(lues, self._settings)
        self._agents.garder(empreinte, agent, min(instant + SOUVENIR, lues["exp"]))
        return agent


class Souvenirs(Generic[T]):
    """What was found out about the last `places` tokens, known by their SHA-256; in seconds."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._lignes: dict[bytes, tuple[float, T]] = {}

    def lire(self, empreinte: bytes, instant: float) -> T | None:
        """What is remembered, if it still holds at `instant`."""
        ligne = self._lignes.get(empreinte)
        return ligne[1] if ligne and instant < ligne[0] else None

    def connait(self, empreinte: bytes) -> bool:
        """Whether anything was found out, even if it no longer holds."""
        return empreinte in self._lignes

    def garder(self, empreinte: bytes, valeur: T, jusque: float) -> None:
        """Remember until `jusque`; what was learned first makes room."""
        self._lignes.pop(empreinte, None)
        if len(self._lignes) == self._places:
            del self._lignes[next(iter(self._lignes))]
        self._lignes[empreinte] = (jusque, valeur)
