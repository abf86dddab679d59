"""Running the service: its database if need be, the migrations, then uvicorn."""

import ctypes
import gc
import os
import resource
import signal
import subprocess
import sys
from contextlib import ExitStack
from socket import socket
from types import FrameType

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from app.bac_a_sable.preparer import JetonsDEssai
from app.config import Settings
from app.kit.logs import configurer
from app.kit.postgres.embedded import DossierOccupe, EchecPostgres, PostgresEmbarque
from app.kit.web.connections import Connexion
from app.main import create_app

# Requests leave few cycles behind: look for them less often than by default.
_COLLECTIONS = (50_000, 20, 100)
# glibc gives each thread a heap of its own, which keeps what a burst left there. The number is that
# of M_ARENA_MAX in its malloc.h; other libraries have neither the function nor such heaps.
_M_ARENA_MAX = -8
# uvloop lets in one connection by listening socket at each turn of its loop: as many by this.
_ACCUEILS = 32
# What a process opens that is no connection of a client: files, pools, processes of its own.
_FICHIERS = 1024
# What a stopping service leaves to the requests under way, in seconds.
_DELAI_D_ARRET = 20


def servir(settings: Settings) -> None:
    """Serve until a signal; exits with a message when the database cannot be had, or be used."""
    configurer(settings.journal)
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(_M_ARENA_MAX, 1)
    _permettre(settings.clients_max)
    os.umask(0o077)  # whatever is written from here on, children included, is nobody else's
    # uvicorn raises its signal again once it has stopped: by default that would end the process
    # there and then, before its PostgreSQL is stopped.
    for numero in (signal.SIGINT, signal.SIGTERM):
        signal.signal(numero, _finir)
    with ExitStack() as pile:
        if embarque := settings.database_url is None:
            try:
                postgres = pile.enter_context(PostgresEmbarque(settings.donnees))
            except (DossierOccupe, EchecPostgres) as erreur:
                sys.exit(str(erreur))
            url = SecretStr(postgres.url_du_service)
            settings = settings.model_copy(update={"database_url": url})
            _migrer(postgres)
        essais = list[JetonsDEssai]()
        app = create_app(settings, seul=embarque, montrer=essais.append)
        try:
            _Serveur(configuration(app, settings.adresse, settings.port), essais).run()
        except SystemExit as fin:
            sys.exit(getattr(app.state, "refus", fin.code))


def _finir(numero: int, cadre: FrameType | None) -> None:
    sys.exit(0)


def _permettre(clients: int) -> None:
    """Have the system let this process open as many connections, and what else it opens."""
    voulus = 2 * clients + _FICHIERS
    permis, au_plus = resource.getrlimit(resource.RLIMIT_NOFILE)
    if permis < voulus:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(voulus, au_plus), au_plus))


def _migrer(postgres: PostgresEmbarque) -> None:
    """Migrate in a process of its own, whose memory is given back."""
    environnement = os.environ | {
        "TI_DATABASE_URL": postgres.url_du_service,
        "TI_DATABASE_URL_MIGRATION": postgres.url,
    }
    commande = (sys.executable, "-m", "app", "migrate")
    subprocess.run(commande, env=environnement, check=True)  # noqa: S603 -- our own program


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
        timeout_graceful_shutdown=_DELAI_D_ARRET,
    )


class _Serveur(uvicorn.Server):
    """uvicorn's, which says what the sandbox has ready: `essais`, once it has started."""

    def __init__(self, config: uvicorn.Config, essais: list[JetonsDEssai]) -> None:
        super().__init__(config)
        self._essais = essais

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Once started, say where; what was loaded until then is left out of collections."""
        ecoute = sockets[0] if sockets else self.config.bind_socket()
        await super().startup([ecoute.dup() for _ in range(_ACCUEILS)])
        if not sockets:  # else whoever gave it closes it
            ecoute.close()
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_COLLECTIONS)
        if self.started:
            _annoncer(f"http://{self.config.host}:{self.config.port}", self._essais)


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
