"""For the tests of jobs a database, for those of mail a server."""

import asyncio
from collections.abc import Callable, Generator
from typing import Any, Final

import pytest

from app.config import Settings
from app.kit.clock import DEPART_DU_BAC_A_SABLE, Horloge
from app.kit.jobs.mail import Courriel, Messagerie
from app.kit.postgres.database import Base
from tests.bases import base_migree, sql
from tests.smtp import Boite, serveur_smtp

Envoi = Callable[..., None]
NULLE_PART: Final = Base("postgresql+asyncpg://nulle-part.invalid/ti", 1)
URL: Final = "https://front.example.fr/reprise#lien={lien}"


@pytest.fixture(scope="package")
def base_des_travaux(postgres: str) -> Generator[str]:
    """A database where no service does the jobs."""
    with base_migree(postgres) as url:
        yield url


@pytest.fixture
def file_vide(base_des_travaux: str) -> str:
    """That database, its queue empty."""
    sql(base_des_travaux, "TRUNCATE pgqueuer, pgqueuer_schedules")
    return base_des_travaux


def messagerie_reglee(base: Base = NULLE_PART, /, **reglages: Any) -> Messagerie:
    """Mail with these settings; the others are those of nobody's environment."""
    attendus = {"expediteur": "Territoires d'industrie <appel@example.fr>", "url_reprise": URL}
    return Messagerie(
        Settings.model_validate(Settings().model_dump() | attendus | reglages),
        Horloge(DEPART_DU_BAC_A_SABLE),
        base,
    )


@pytest.fixture(scope="module")
def serveur() -> Generator[Boite]:
    with serveur_smtp(enable_SMTPUTF8=True) as boite:
        yield boite


@pytest.fixture
def boite(serveur: Boite) -> Boite:
    serveur.refus.clear()
    serveur.destinataires.clear()
    serveur.vider()
    return serveur


@pytest.fixture(scope="module")
def envoyer() -> Generator[Envoi]:
    """Send a mail to a server, with further settings. One loop for all: connections close later."""
    with asyncio.Runner() as boucle:

        def envoyer(boite: Boite, courriel: Courriel, **reglages: Any) -> None:
            boucle.run(messagerie_reglee(**boite.reglages | reglages).envoyer(courriel))

        yield envoyer
