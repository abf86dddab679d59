"""Connections whose server is slow to answer: is it still at work, or is nobody there any more?"""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final

from asyncpg import PostgresError

from app.kit.postgres.credit import Attentes
from app.kit.postgres.servers import Connexion, Serveurs

_ETAT: Final = "SELECT state FROM pg_stat_activity WHERE pid = $1"


class Veille:
    """Looks, from another connection, after those that are held for long.

    One whose server has moved or says nothing is cut, so that its holder knows at once. Nothing is
    ever cancelled: of a commit that waits for its standby, that would make a row that is seen by
    all and may yet be lost.
    """

    def __init__(self, serveurs: Serveurs, attentes: Attentes) -> None:
        self._serveurs = serveurs
        self._attentes = attentes
        self._regards: set[asyncio.Task[None]] = set()

    def tenir(self, connexion: Connexion, echeance: float) -> None:
        """Hold it until this instant of the loop's clock; then it is cut."""
        reste = echeance - asyncio.get_running_loop().time()
        delai = min(self._attentes.inquietude, reste)
        connexion.tenir(delai, lambda tenue: self._regarder(self._lire(tenue, echeance)))

    def tenir_pour_valider(self, connexion: Connexion) -> None:
        """Hold it for as long as its server works at what is written."""
        delai = self._attentes.inquietude
        connexion.tenir(delai, lambda tenue: self._regarder(self._valider(tenue)))

    async def fermer(self) -> None:
        """Look no more. What a loop that closes still had to say to PostgreSQL would hold it."""
        for regard in self._regards:
            regard.cancel()
        await asyncio.gather(*self._regards, return_exceptions=True)

    def _regarder(self, regard: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        tache = asyncio.create_task(regard)
        self._regards.add(tache)
        tache.add_done_callback(self._regards.discard)
        return tache

    async def _lire(self, connexion: Connexion, echeance: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout_at(echeance):
                while True:
                    if await self._etat(connexion) is None:
                        break
                    await asyncio.sleep(self._attentes.inquietude)
        connexion.terminate()

    async def _valider(self, connexion: Connexion) -> None:
        while True:
            # Done, and its answer lost on the way, it would be idle.
            if await self._etat(connexion) != "active":
                break
            await asyncio.sleep(self._attentes.inquietude)
        connexion.terminate()

    async def _etat(self, connexion: Connexion) -> str | None:
        """What the server in use says of it; None where it is not there, or says nothing."""
        try:
            async with asyncio.timeout(self._attentes.serveur):
                sonde = await self._serveurs.connecter("veille")
                try:
                    etat = await sonde.fetchval(_ETAT, connexion.get_server_pid())
                finally:
                    sonde.terminate()
        except PostgresError:
            return "active"  # it answers, but has no connection to spare
        except Exception:
            return None
        return etat if sonde.hote == connexion.hote else None
