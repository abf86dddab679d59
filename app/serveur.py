"""Running the service: its database if need be, the migrations, then workers that serve."""

import asyncio
import ctypes
import gc
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from importlib import import_module
from multiprocessing import get_context
from types import FrameType

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from app.bac_a_sable.preparer import JetonsDEssai
from app.config import Settings
from app.kit.logs import configurer
from app.kit.postgres.embedded import DossierOccupe, EchecPostgres, PostgresEmbarque
from app.kit.postgres.migrations import migrer
from app.kit.supervisor import Superviseur
from app.kit.web.connections import Connexion
from app.kit.web.server import DELAI_D_ARRET, KEEP_ALIVE, Serveur
from app.main import create_app

# glibc gives each thread a heap of its own, which keeps what a burst left there. The number is that
# of M_ARENA_MAX in its malloc.h; other libraries have neither the function nor such heaps.
_M_ARENA_MAX = -8
# What a process opens that is no connection of a client: files, pools, processes of its own.
_FICHIERS = 1024
# Of a worker: two pools, what listens, what does jobs, two exports; of those who look in, such as
# `ti journal`.
_POOLS, _A_PART, _AUTRES = 2, 4, 14


def servir(settings: Settings) -> None:
    """Serve until a signal; exits with a message when the database cannot be had, or be used."""
    configurer(settings.journal)
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(_M_ARENA_MAX, 1)
    _permettre(settings.clients_max)
    os.umask(0o077)  # whatever is written from here on, children included, is nobody else's
    # By default a signal would end the process there and then, before its PostgreSQL is stopped.
    for numero in (signal.SIGINT, signal.SIGTERM):
        signal.signal(numero, _finir)
    with ExitStack() as pile:
        postgres = None
        if settings.database_url is None:
            postgres = PostgresEmbarque(settings.donnees, _connexions(settings))
            try:
                pile.enter_context(postgres)
            except (DossierOccupe, EchecPostgres) as erreur:
                sys.exit(str(erreur))
            url = SecretStr(postgres.url_du_service)
            settings = settings.model_copy(update={"database_url": url})
            _migrer(postgres)
        sys.exit(_superviser(settings, postgres))


def _finir(numero: int, cadre: FrameType | None) -> None:
    sys.exit(0)


def _permettre(clients: int) -> None:
    """Have the system let this process open as many connections, and what else it opens."""
    voulus = 2 * clients + _FICHIERS
    permis, au_plus = resource.getrlimit(resource.RLIMIT_NOFILE)
    if permis < voulus:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(voulus, au_plus), au_plus))


def _connexions(settings: Settings) -> int:
    """How many connections to PostgreSQL the workers may take, and others beside them."""
    return settings.processus * (_POOLS * settings.connexions + _A_PART) + _AUTRES


def _migrer(postgres: PostgresEmbarque) -> None:
    """Migrate in a process of its own, whose memory is given back.

    It is forked: to load all that again would take longer than to migrate.
    """
    enfant = get_context("fork").Process(target=_migrer_ici, args=(postgres,))
    enfant.start()
    try:
        enfant.join()
    finally:
        enfant.kill()  # unless it has ended: a signal came first
    if enfant.exitcode:
        sys.exit(1)  # it has said why


def _migrer_ici(postgres: PostgresEmbarque) -> None:
    for numero in (signal.SIGINT, signal.SIGTERM):
        signal.signal(numero, signal.SIG_DFL)  # who is stopped has not migrated
    postgres.oublier()
    asyncio.run(migrer(postgres.url, postgres.url_du_service))


def _superviser(settings: Settings, postgres: PostgresEmbarque | None) -> int:
    """Load all that workers share, then keep them alive; what to exit with."""
    essais = list[JetonsDEssai]()
    app = create_app(settings, seul=postgres is not None, montrer=essais.append)
    config = configuration(app, settings.adresse, settings.port)
    ecoute = config.bind_socket()  # the first worker that is ready will listen on it
    # For good: what one worker does to a copy is done to all, who would wait in `accept`.
    ecoute.setblocking(False)
    ecoute.set_inheritable(False)  # a program that outlives its worker would keep it open, unheard
    config.load()
    config.get_loop_factory()
    if settings.travaux:
        import_module("app.kit.jobs.worker")

    def travailler(premier: bool, servir: Callable[[], None]) -> None:
        if postgres:
            postgres.oublier()
        app.state.premier = premier

        def commencer() -> None:
            if premier:
                _annoncer(f"http://{settings.adresse}:{ecoute.getsockname()[1]}", essais)
            servir()

        try:
            Serveur(config, settings.annonce_d_arret, commencer).run([ecoute])
        except SystemExit as fin:
            sys.exit(getattr(app.state, "refus", fin.code))

    gc.collect()
    gc.freeze()  # else a worker's collections would copy all these pages
    veiller = postgres.veiller if postgres else _toujours
    return Superviseur(settings.processus, travailler, veiller, ecoute.close).tenir()


def _toujours() -> bool:
    return True


def configuration(app: FastAPI, adresse: str, port: int) -> uvicorn.Config:
    """How the service is served, in its tests too; `app` is that of `create_app`."""
    return uvicorn.Config(
        app,
        host=adresse,
        port=port,
        http=Connexion,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=DELAI_D_ARRET,
    )


def _annoncer(adresse: str, essais: list[JetonsDEssai]) -> None:
    lignes = [f"Le service écoute sur {adresse} (documentation : {adresse}/docs)."]
    for essai in essais:
        lignes += [
            "Bac à sable : horloge au 18 septembre 2023, 9 h ; X-Horloge la règle.",
            f"Brouillon prêt à l'emploi, candidat : {adresse}/v1/candidatures/{essai.candidature}",
            f"Son jeton : {essai.jeton}",
            f"Clé d'un portail : {essai.portail}",
            f"Clé d'un instructeur : {essai.instruction}",
            f"Clé de l'administration : {essai.administration}",
        ]
    print(*lignes, sep="\n", file=sys.stderr, flush=True)  # noqa: T201 -- for who types the command
