"""PostgreSQL through SQLAlchemy Core: the engine, its ways of use, the metadata.

A request that writes is one transaction: either one statement that commits by itself (`directe`),
or several between `BEGIN` and `COMMIT` (`transaction`), committed before the answer is sent.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, Protocol, cast

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy import Executable, MetaData, RowMapping
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.types import UserDefinedType

# Seconds: nobody waits longer for a connection or for a row, and is then told to try again (503).
_ATTENTE: Final = 15
_ATTENTES: Final = {"lock_timeout": f"{_ATTENTE}s"}

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


class Preparee:
    """A Core statement compiled once, for asyncpg to run without SQLAlchemy's layers.

    Those layers cost more than the statement itself where every save and every read passes.
    """

    def __init__(self, enonce: Executable) -> None:
        self.enonce = enonce
        compile_ = cast(Any, enonce).compile(dialect=PGDialect_asyncpg())
        self.sql = str(compile_)
        self._noms: list[str] = compile_.positiontup
        self._constantes: dict[str, Any] = compile_.params

    def valeurs(self, parametres: dict[str, Any]) -> list[Any]:
        """The parameters in the order of the statement, its constants included."""
        tous = self._constantes | parametres
        return [tous[nom] for nom in self._noms]


class Ligne(Protocol):
    """A row, whichever way it came: its columns by their name."""

    def __getitem__(self, nom: str, /) -> Any:
        """The value of a column."""
        ...


class Voie(Protocol):
    """A way to rows, for who needs some and does not mind in which transaction."""

    async def ligne(self, enonce: Preparee, **parametres: Any) -> Ligne | None:
        """Run a statement; the first row it returns, if any."""
        ...

    async def lignes(self, enonce: Preparee, **parametres: Any) -> Sequence[Ligne]:
        """Run a statement; all the rows it returns."""
        ...


class Directe:
    """A connection on which each statement is a transaction of its own."""

    def __init__(self, connexion: "PoolConnectionProxy[asyncpg.Record]") -> None:
        self._connexion = connexion

    async def ligne(self, enonce: Preparee, **parametres: Any) -> asyncpg.Record | None:
        """Run a statement; the first row it returns, if any."""
        return await self._connexion.fetchrow(enonce.sql, *enonce.valeurs(parametres))

    async def lignes(self, enonce: Preparee, **parametres: Any) -> list[asyncpg.Record]:
        """Run a statement; all the rows it returns."""
        return await self._connexion.fetch(enonce.sql, *enonce.valeurs(parametres))


class EnTransaction:
    """A connection of the other pool: the statements are part of what is under way there."""

    def __init__(self, connexion: AsyncConnection) -> None:
        self._connexion = connexion

    async def ligne(self, enonce: Preparee, **parametres: Any) -> RowMapping | None:
        """Run a statement; the first row it returns, if any."""
        return (await self._connexion.execute(enonce.enonce, parametres)).mappings().first()

    async def lignes(self, enonce: Preparee, **parametres: Any) -> Sequence[RowMapping]:
        """Run a statement; all the rows it returns."""
        return (await self._connexion.execute(enonce.enonce, parametres)).mappings().all()


class Base:
    """The database of one service: `connexions` at most by each of its two ways of use."""

    def __init__(self, url: str, connexions: int) -> None:
        self._moteur: AsyncEngine = create_async_engine(
            url,
            pool_size=connexions,
            max_overflow=0,
            pool_timeout=_ATTENTE,
            hide_parameters=True,
            json_deserializer=str,  # JSON text is passed through, see JsonText
            connect_args={"server_settings": _ATTENTES},
        )
        self._lecture = self._moteur.execution_options(isolation_level="AUTOCOMMIT")
        _, options = self._moteur.dialect.create_connect_args(self._moteur.url)
        # No state is left on a connection by a lone statement: nothing to reset.
        self._directe: asyncpg.Pool[asyncpg.Record] = asyncpg.create_pool(
            **options,
            min_size=0,
            max_size=connexions,
            reset=_rien,
            # The statements find one row by its key: planning them once is enough.
            server_settings={"plan_cache_mode": "force_generic_plan", **_ATTENTES},
        )

    async def ouvrir(self) -> None:
        """Make ready for the first statement; connections are opened as they are needed."""
        await self._directe

    @asynccontextmanager
    async def directe(self) -> AsyncGenerator[Directe]:
        """A connection for prepared statements, each a transaction of its own."""
        # A bound on the wait has a cost of its own: none where nobody will wait.
        attente = None if self._directe.get_idle_size() else _ATTENTE
        async with self._directe.acquire(timeout=attente) as connexion:
            yield Directe(connexion)

    @asynccontextmanager
    async def lecture(self) -> AsyncGenerator[AsyncConnection]:
        """A connection to read with: each statement sees what is committed when it runs."""
        async with self._lecture.connect() as connexion:
            yield connexion

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction, committed on leaving, rolled back on an error."""
        async with self._moteur.begin() as connexion:
            yield connexion

    @asynccontextmanager
    async def a_part(self, nom: str) -> AsyncGenerator["asyncpg.Connection[asyncpg.Record]"]:
        """A connection of neither pool, for who holds on to it; PostgreSQL shows it by `nom`.

        A statement that takes more than 30 s is cut.
        """
        _, options = self._moteur.dialect.create_connect_args(self._moteur.url)
        nommee = {"application_name": nom}
        connexion = await asyncpg.connect(**options, command_timeout=30, server_settings=nommee)
        try:
            yield connexion
        finally:
            connexion.terminate()

    async def fermer(self) -> None:
        """Close every connection."""
        await self._directe.close()
        await self._moteur.dispose()


async def _rien(_: object) -> None:
    return None
