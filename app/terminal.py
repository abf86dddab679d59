"""What the commands of `ti` share: the settings, the database, or a word on what they lack."""

from collections.abc import Generator
from contextlib import contextmanager

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError

from app.config import Settings
from app.environnement import ReglageIllisible, expliquer


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
