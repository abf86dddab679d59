"""PostgreSQL through SQLAlchemy Core: the engine, its ways of use, the metadata.

A request that writes is one transaction: either one statement that commits by itself (`ecrire`),
or several between `BEGIN` and `COMMIT` (`transaction`), committed before the answer is sent.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any, Final, cast

import asyncpg
from sqlalchemy import MetaData, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import UserDefinedType

from app.kit.logs import journal
from app.kit.postgres.credit import Attentes, entamer
from app.kit.postgres.outage import a_bouge, est_une_panne
from app.kit.postgres.pooler import exiger_des_sessions
from app.kit.postgres.servers import Connexion, Serveurs
from app.kit.postgres.statements import Directe, Preparee
from app.kit.postgres.watch import Veille
from app.kit.postgres.writes import Ecritures

_RETOUR: Final = 2.0  # seconds to give a connection back, or all of them

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class JsonText(UserDefinedType[str]):
    """A `jsonb` column read and written as JSON text: Pydantic makes and reads the text."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """DDL of the type."""
        return "JSONB"


class Base:
    """The database of one service: `connexions` at most by each of its two ways of use.

    Whoever waits for it is told within their credit; what raises then is known to
    `est_une_panne`.
    """

    def __init__(self, url: str, connexions: int, attentes: Attentes | None = None) -> None:
        attentes = attentes or Attentes()
        self._serveurs = Serveurs(url, attentes)
        self._veille = Veille(self._serveurs, attentes)
        self._moteur: AsyncEngine = create_async_engine(
            make_url(url).set(query={}),
            async_creator=self._serveurs.connecter,
            pool_size=connexions,
            max_overflow=0,
            pool_timeout=attentes.requete,
            hide_parameters=True,
            json_deserializer=str,  # JSON text is passed through, see JsonText
        )
        event.listen(self._moteur.sync_engine, "checkout", _verifier)
        self._lecture = self._moteur.execution_options(isolation_level="AUTOCOMMIT")
        # No state is left on a connection by a lone statement: nothing to reset.
        self._directe: asyncpg.Pool[asyncpg.Record] = asyncpg.create_pool(
            connect=self._connecter_directe,
            connection_class=Connexion,
            min_size=0,
            max_size=connexions,
            reset=_rien,
        )
        # One for each pool: who writes there leaves connections to who reads.
        self._actes, self._enonces = (Ecritures(connexions, attentes) for _ in range(2))

    async def ouvrir(self) -> None:
        """Make ready for the first statement; connections are opened as they are needed.

        Raises `SessionsPartagees`. Where nothing answers yet, readiness tells.
        """
        await self._directe
        try:
            await exiger_des_sessions(self._serveurs)
        except Exception as erreur:
            if not est_une_panne(erreur):
                raise
            journal.warning("base_injoignable", erreur=type(erreur).__name__)

    @property
    def ecritures_suspendues(self) -> bool:
        """Whether what is written does not get done, though the database may well answer."""
        return self._actes.suspendues or self._enonces.suspendues

    @asynccontextmanager
    async def directe(self) -> AsyncGenerator[Directe]:
        """A connection for prepared statements that read, each a transaction of its own."""
        with entamer() as echeance:
            prise = await self._prendre(echeance)
            connexion = prise.elle_meme()
            self._veille.tenir(connexion, echeance)
            try:
                yield Directe(prise)
            except Exception as erreur:
                self._apprendre(erreur, connexion)
                raise
            finally:
                connexion.lacher()
                await self._directe.release(prise, timeout=_RETOUR)

    async def ecrire(self, enonce: Preparee, **parametres: Any) -> asyncpg.Record | None:
        """Run a statement that writes, a transaction of its own; the first row it returns.

        Raises `TimeoutError` where nobody knows whether it was done, `EcrituresSuspendues`.
        """
        with entamer() as echeance:
            ecriture = self._ecrire(enonce, enonce.valeurs(parametres), echeance)
            return await self._enonces.attendre(ecriture, echeance)

    async def _ecrire(
        self, enonce: Preparee, valeurs: list[Any], echeance: float
    ) -> asyncpg.Record | None:
        async with self._enonces.place(echeance):
            prise = await self._prendre(echeance)
            connexion = prise.elle_meme()
            self._veille.tenir_pour_valider(connexion)
            try:
                return await prise.fetchrow(enonce.sql, *valeurs)
            except Exception as erreur:
                self._apprendre(erreur, connexion)
                raise
            finally:
                connexion.lacher()
                await self._directe.release(prise, timeout=_RETOUR)

    @asynccontextmanager
    async def lecture(self) -> AsyncGenerator[AsyncConnection]:
        """A connection to read with: each statement sees what is committed when it runs."""
        with entamer() as echeance:
            async with self._ouverte(self._lecture, echeance) as connexion:
                yield connexion

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction, committed on leaving, rolled back on an error.

        Raises `TimeoutError` where nobody knows whether it was, `EcrituresSuspendues`.
        """
        with entamer() as echeance:
            async with AsyncExitStack() as pile:
                await pile.enter_async_context(self._actes.place(echeance))
                connexion = await pile.enter_async_context(self._ouverte(self._moteur, echeance))
                yield connexion
                validation = self._valider(connexion, pile.pop_all())
            await self._actes.attendre(validation, echeance)

    async def _valider(self, connexion: AsyncConnection, pile: AsyncExitStack) -> None:
        """Commit; the connection and its place are given back when PostgreSQL has answered."""
        async with pile:
            self._veille.tenir_pour_valider(_pilote(connexion))
            await connexion.commit()

    @asynccontextmanager
    async def _ouverte(
        self, moteur: AsyncEngine, echeance: float
    ) -> AsyncGenerator[AsyncConnection]:
        connexion = moteur.connect()
        async with asyncio.timeout_at(echeance):
            await connexion.start()
        pilote = _pilote(connexion)
        self._veille.tenir(pilote, echeance)
        try:
            yield connexion
        except Exception as erreur:
            self._apprendre(erreur, pilote)
            raise
        finally:
            await asyncio.shield(_rendre(connexion))
            pilote.lacher()

    def _apprendre(self, erreur: Exception, connexion: Connexion) -> None:
        """What this says of a connection is true of all: none is tried after it."""
        if a_bouge(erreur):
            connexion.terminate()
            self._serveurs.vider()

    async def _prendre(self, echeance: float) -> Any:
        """A connection of the second pool, behind the proxy by which it goes back there."""
        # A bound on the wait has a cost of its own: none where nobody will wait.
        libre = self._directe.get_idle_size()
        reste = None if libre else echeance - asyncio.get_running_loop().time()
        return await self._directe.acquire(timeout=reste)

    async def _connecter_directe(self, *_: Any, **__: Any) -> Connexion:
        # The statements find one row by its key: planning them once is enough.
        return await self._serveurs.connecter(plan_cache_mode="force_generic_plan")

    @asynccontextmanager
    async def a_part(self, nom: str) -> AsyncGenerator[Connexion]:
        """A connection of neither pool, for who holds on to it; PostgreSQL shows it by `nom`.

        A statement that takes more than 60 s is cut.
        """
        connexion = await self._serveurs.connecter(nom)
        try:
            yield connexion
        finally:
            connexion.terminate()

    async def fermer(self) -> None:
        """Close every connection, whatever a write still waits for."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_RETOUR):
                await self._directe.close()
                await self._moteur.dispose()
        self._serveurs.couper()
        for fin in (self._actes, self._enonces, self._veille):
            await fin.fermer()


def _pilote(connexion: AsyncConnection) -> Connexion:
    """The driver's connection beneath."""
    return cast(Any, connexion.sync_connection).connection.driver_connection


async def _rendre(connexion: AsyncConnection) -> None:
    try:
        await connexion.close()
    except Exception:  # of the rollback: it goes back once that is over
        await connexion.close()


def _verifier(_dbapi: object, fiche: ConnectionPoolEntry, _proxy: object) -> None:
    """Have another one opened in the place of one that was closed while nobody held it."""
    if cast(Connexion, fiche.driver_connection).is_closed():
        raise DisconnectionError


async def _rien(_: object) -> None:
    return None
