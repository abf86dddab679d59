"""What the commands of `ti` share: the settings, the database, or a word on what they lack."""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError

from app.config import Settings
from app.environnement import ReglageIllisible, expliquer

if TYPE_CHECKING:
    from app.kit.postgres.database import Base

T = TypeVar("T")
M = TypeVar("M")


def reglages() -> Settings:
    """The settings; ends the command with what is wrong with them."""
    try:
        return Settings()
    except (ReglageIllisible, SettingsError, ValidationError) as erreur:
        typer.echo(expliquer(erreur), err=True)
        raise typer.Exit(2) from None


@contextmanager
def base(settings: Settings) -> Generator[str]:
    """The URL of the service's database; ends the command when it cannot be had or be used."""
    from sqlalchemy.exc import DBAPIError

    from app.kit.postgres.access import SansBase, base_du_service
    from app.kit.postgres.embedded import EchecPostgres

    try:
        with base_du_service(settings) as url:
            yield url
    except (SansBase, EchecPostgres, DBAPIError, OSError) as erreur:
        typer.echo(f"La base ne se lit pas : {erreur}", err=True)
        raise typer.Exit(2) from None


def agir(acte: "Callable[[Base, datetime], Awaitable[T]]") -> T:
    """Do this on the service's database, at its time; ends the command with what is refused."""
    from app.kit.clock import DEPART_DU_BAC_A_SABLE, Horloge
    from app.kit.postgres.database import Base
    from app.kit.web.problems import Probleme

    settings = reglages()
    horloge = Horloge(DEPART_DU_BAC_A_SABLE if settings.bac_a_sable else None)

    async def agir(url: str) -> T:
        ouverte = Base(url, 1)
        await ouverte.ouvrir()
        try:
            return await acte(ouverte, horloge.maintenant())
        finally:
            await ouverte.fermer()

    with base(settings) as url:
        try:
            return asyncio.run(agir(url))
        except Probleme as refus:
            typer.echo(f"REFUSÉ : {refus.detail}", err=True)
            raise typer.Exit(1) from None


def demander(modele: Callable[..., M], **membres: Any) -> M:
    """A request of these members; ends the command with those that do not suit."""
    try:
        return modele(**membres)
    except ValidationError as refus:
        fautes = refus.errors(include_url=False, include_context=False)
        textes = (f"{faute['loc'][0]} « {faute['input']} » : {faute['msg']}" for faute in fautes)
        raise typer.BadParameter(" ; ".join(textes)) from None
