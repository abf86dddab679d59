"""Core statements compiled once, and the ways by which they are run."""

from collections.abc import Sequence
from typing import Any, Protocol, cast

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy import Executable, RowMapping
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection


class Preparee:
    """A Core statement compiled once, for asyncpg to run without SQLAlchemy's layers.

    Those layers cost more than the statement itself where every save and every read passes.
    """

    def __init__(self, enonce: Executable) -> None:
        self.enonce = enonce
        # Of a list of values each is a parameter.
        compile_ = cast(Any, enonce).compile(
            dialect=PGDialect_asyncpg(), compile_kwargs={"render_postcompile": True}
        )
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
