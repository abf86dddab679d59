"""The servers that a URL names, and the connections to the one that takes writes."""

import asyncio
import socket
from asyncio.staggered import staggered_race
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakSet

import asyncpg
from sqlalchemy import make_url
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from app.kit.postgres.credit import Attentes

if TYPE_CHECKING:
    _Connection = asyncpg.Connection[asyncpg.Record]
else:
    _Connection = asyncpg.Connection

# Whatever a statement, a cancellation or a closing takes on a network that says nothing.
_COMMANDE: Final = 60.0
# Said once connected, not in the startup packet, which pgbouncer refuses: what a machine that
# vanished has asked for, or held, is let go.
_SEANCE: Final = {"statement_timeout": "60s", "idle_in_transaction_session_timeout": "60s"}
_PART_DU_VERROU: Final = 0.8
# What has been sent is acknowledged, and who is silent answers, within these seconds.
_TCP: Final = {"TCP_KEEPIDLE": 3, "TCP_KEEPINTVL": 2, "TCP_KEEPCNT": 2, "TCP_USER_TIMEOUT": 5000}


class Connexion(_Connection):
    """A connection: the server that it leads to, who holds it."""

    def __init__(self, protocole: Any, transport: Any, *autres: Any, **nommes: Any) -> None:
        super().__init__(protocole, transport, *autres, **nommes)
        self.hote = ""
        self._souci: asyncio.TimerHandle | asyncio.Task[None] | None = None
        _garder_en_vie(transport.get_extra_info("socket"))

    def elle_meme(self) -> "Connexion":
        """This one, asked of the proxy of a pool, which forgets it when it is cut."""
        return self

    @property
    def libre(self) -> bool:
        """Whether nobody holds it."""
        return self._souci is None

    def tenir(self, secondes: float, alors: Callable[["Connexion"], asyncio.Task[None]]) -> None:
        """Hold it; past these seconds `alors` looks after it, until it is let go."""

        def s_inquieter() -> None:
            self._souci = alors(self)

        self.lacher()
        self._souci = asyncio.get_running_loop().call_later(secondes, s_inquieter)

    def lacher(self) -> None:
        """Let it go."""
        if self._souci is not None:
            self._souci.cancel()
            self._souci = None


class Serveurs:
    """The servers of `url` (SQLAlchemy's), and the connections to the one in use.

    Of several, that one takes writes; a lone one may refuse them.
    """

    def __init__(self, url: str, attentes: Attentes) -> None:
        self._attentes = attentes
        # Who waits for a row is told so before their credit ends: nothing was done.
        verrou = f"{int(1000 * _PART_DU_VERROU * attentes.requete)}ms"
        self._seance = _SEANCE | {"lock_timeout": verrou}
        options = options_de(url)
        self._adresses = _une_a_une(options.pop("host", None), options.pop("port", None))
        self._options = options
        self._ouvertes: WeakSet[Connexion] = WeakSet()

    async def connecter(self, nom: str | None = None, **reglages: str) -> Connexion:
        """A connection to the server in use, for a pool; or aside, where PostgreSQL shows `nom`.

        `reglages`: further settings of its session. Raises what `est_une_panne` knows.
        """
        reussies: list[tuple[Any, Connexion]] = []

        async def essayer(adresse: tuple[Any, Any]) -> None:
            reussies.append((adresse, await self._ouvrir(adresse, nom, reglages)))

        essais = [partial(essayer, adresse) for adresse in self._adresses]
        # The one that served last comes first: a former primary that comes back is not preferred
        # to the one in use.
        try:
            *_, fautes = await staggered_race(essais, self._attentes.avance)
        except BaseException:  # who waited for it has gone
            for _, ouverte in reussies:
                ouverte.terminate()
            raise
        if not reussies:
            raise next(faute for faute in reversed(fautes) if faute)
        (adresse, connexion), *autres = reussies
        for _, autre in autres:
            autre.terminate()
        self._adresses.sort(key=lambda la: la != adresse)
        if nom is None:
            self._ouvertes.add(connexion)
        return connexion

    async def _ouvrir(
        self, adresse: tuple[Any, Any], nom: str | None, reglages: dict[str, str]
    ) -> Connexion:
        hote, port = adresse
        async with asyncio.timeout(self._attentes.serveur):
            connexion: Any = await asyncpg.connect(
                **self._options,
                host=hote,
                port=port,
                timeout=self._attentes.serveur,
                command_timeout=_COMMANDE,
                connection_class=Connexion,
                server_settings={"application_name": nom} if nom else None,
            )
            connexion.hote = f"{hote}:{port}"
            seance = (self._seance | reglages).items()
            try:
                await connexion.execute(";".join(f"SET {cle}='{valeur}'" for cle, valeur in seance))
            except BaseException:
                connexion.terminate()
                raise
        return connexion

    def vider(self) -> None:
        """Cut those of the pools that nobody holds: they lead where the server is no more."""
        for connexion in list(self._ouvertes):
            if connexion.libre:
                connexion.terminate()

    def couper(self) -> None:
        """Cut all those of the pools."""
        for connexion in list(self._ouvertes):
            connexion.terminate()


def options_de(url: str) -> dict[str, Any]:
    """What asyncpg connects with; of several servers, the one that takes writes."""
    _, options = PGDialect_asyncpg().create_connect_args(make_url(url))
    if isinstance(options.get("host"), list):
        options.setdefault("target_session_attrs", "read-write")
    return options


def _une_a_une(hotes: Any, ports: Any) -> list[tuple[Any, Any]]:
    if hotes is None or isinstance(hotes, str):
        return [(hotes, ports)]
    return list(zip(hotes, ports, strict=True))


def _garder_en_vie(prise: Any) -> None:
    """Have the system find out that nobody answers any more, where it can."""
    if prise is None or prise.family == socket.AF_UNIX:
        return
    prise.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for nom, valeur in _TCP.items():
        if (option := getattr(socket, nom, None)) is not None:
            prise.setsockopt(socket.IPPROTO_TCP, option, valeur)
