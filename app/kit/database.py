"""PostgreSQL through SQLAlchemy Core: the engine, its two ways of use, the metadata.

A request is one transaction: either one statement that commits by itself (`directe`), or several
between `BEGIN` and `COMMIT` (`transaction`), committed before the answer is sent.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.types import UserDefinedType

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
    """The database of one service."""

    def __init__(self, url: str, connexions: int) -> None:
        self.moteur: AsyncEngine = create_async_engine(
            url,
            pool_size=connexions,
            max_overflow=0,
            hide_parameters=True,
            json_deserializer=str,  # JSON text is passed through, see JsonText
        )
        self._directe = self.moteur.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def directe(self) -> AsyncGenerator[AsyncConnection]:
        """A connection on which every statement is a transaction of its own."""
        async with self._directe.connect() as connexion:
            yield connexion

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction, committed on leaving, rolled back on an error."""
        async with self.moteur.begin() as connexion:
            yield connexion

    async def fermer(self) -> None:
        """Close every connection."""
        await self.moteur.dispose()
