"""The service's database, for a command that runs beside the service."""

from collections.abc import Generator
from contextlib import contextmanager

from app.config import Settings
from app.kit.postgres.embedded import DossierOccupe, PostgresEmbarque, url_de


class SansBase(Exception):
    """No service has ever run here. The message says so, in French."""


@contextmanager
def base_du_service(settings: Settings) -> Generator[str]:
    """The URL of the database of `TI_DATABASE_URL`; else of the one embedded in `TI_DONNEES`.

    By the role that serves: a command may do no more than the service.

    That one is used beside the service that runs, or started for as long as the block. Raises
    `SansBase`, `EchecPostgres`.
    """
    if settings.database_url:
        yield settings.database_url.get_secret_value()
        return
    dossier = settings.donnees.absolute()
    if not (dossier / "postgresql").is_dir():
        raise SansBase(f"Il n'y a pas de base dans {dossier} ; TI_DATABASE_URL en désigne une.")
    postgres = PostgresEmbarque(dossier)
    try:
        postgres.demarrer()
        url = postgres.url_du_service
    except DossierOccupe:
        socket = dossier / "postgresql.socket"
        url = url_de(socket.readlink() if socket.is_symlink() else socket)
    try:
        yield url
    finally:
        postgres.arreter()
