"""All of it on one machine: PostgreSQL twice, an S3 store, the service three times, HAProxy."""

import signal
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

import obstore
from sqlalchemy.exc import DBAPIError

from app.kit.postgres.embedded import PROPRIETAIRE, SERVICE
from tests.bases import migrer_pour_servir, sql
from tests.drills.attente import attendre
from tests.drills.facade import haproxy
from tests.drills.grappe import Grappe, grappe
from tests.drills.liens import Lien, Reseau, reseau
from tests.exploitation.processus import CELUI_CI, Service, port_libre
from tests.pieces_jointes.seaweed import CLE, PREFIXE, SEAU, SECRET, Seaweed, seaweed

PROCESSUS: Final = 3
_REGLAGES: Final = {
    "TI_BAC_A_SABLE": "false",
    "TI_CLOTURE": "2099-01-01T00:00:00Z",
    "TI_PROCESSUS": "1",
    "TI_ANNONCE_D_ARRET": "2",
    "TI_PROXYS": '["127.0.0.1/32"]',
    "TI_PROXYS_DATENT": "true",
    "TI_CREATIONS_PAR_HEURE": "1000000",
    "TI_TELEVERSEMENTS_PAR_HEURE": "1000000",
    "TI_JOURNAL": "WARNING",
}


@dataclass(slots=True)
class Magasin:
    """The S3 store, behind a link: it may be killed and come back where it was."""

    dossier: Path
    lien: Lien
    _pile: ExitStack = field(default_factory=ExitStack)
    _seaweed: Seaweed | None = None

    def demarrer(self) -> None:
        ports = self._seaweed.ports if self._seaweed else None
        self._seaweed = self._pile.enter_context(seaweed(self.dossier, ports))
        self.lien.vers = self._seaweed.s3

    def tuer(self) -> None:
        self._pile.close()

    def objet(self, piece: str) -> bytes | None:
        """The bytes of a file, asked of the store itself."""
        assert self._seaweed
        chemin = f"{PREFIXE}/pieces/{piece}"
        try:
            lue = cast(Any, obstore).get(self._seaweed.seau(), chemin)
        except FileNotFoundError:
            return None
        return bytes(lue.bytes())


@dataclass(slots=True)
class Installation:
    """The whole: `url` is that of HAProxy, `ports` those of the service."""

    dossier: Path
    grappe: Grappe
    magasin: Magasin
    ports: list[int]
    url: str = ""
    services: list[Service] = field(default_factory=list[Service])

    @property
    def base(self) -> str:
        """The URL of the database, as its owner."""
        return self.grappe.url(PROPRIETAIRE)

    def lancer(self, rang: int, **autres: str) -> Service:
        """Start one more process of the service, on the port of that rank."""
        reglages = _REGLAGES | {
            "TI_PORT": str(self.ports[rang]),
            "TI_DATABASE_URL": self.grappe.url(SERVICE),
            "TI_FICHIERS_URL": f"s3://{SEAU}/{PREFIXE}",
            "TI_S3_ENDPOINT": f"http://127.0.0.1:{self.magasin.lien.port}",
            "TI_S3_CLE": CLE,
            "TI_S3_SECRET": SECRET,
        }
        service = Service(self.dossier / "service", CELUI_CI, **reglages | autres)
        self.services[rang : rang + 1] = [service]
        return service

    def attendre_prete(self, rang: int) -> None:
        """Return once the process of that rank says that it can work."""
        service = self.services[rang]
        service.attendre_le_debut()
        with service.client() as client:
            client.event_hooks = {}
            attendre("le service prêt", lambda: client.get("/sante/pret").status_code == 200)

    def relancer(self, rang: int, signal_: signal.Signals, **autres: str) -> None:
        """End one process by this signal, start another in its place, return once it is ready."""
        self.services[rang].signaler(signal_)
        self.services[rang].attendre_la_fin()
        self.lancer(rang, **autres)
        self.attendre_prete(rang)

    def arreter(self) -> None:
        """Kill the processes of the service."""
        for service in self.services:
            service.processus.kill()
            service.attendre_la_fin()


@contextmanager
def installation() -> Generator[Installation]:
    """One that works, in a folder of its own; nothing of it is left after the block."""
    with ExitStack() as pile:
        dossier = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="ti-drills-")))
        liens = pile.enter_context(reseau())
        magasin = _magasin(dossier / "s3", liens)
        pile.callback(magasin.tuer)
        magasin.demarrer()
        une = pile.enter_context(grappe(dossier, liens))
        ports = [port_libre() for _ in range(PROCESSUS)]
        toute = Installation(dossier, une, magasin, ports)
        sql(toute.base.replace("/ti?", "/postgres?"), "CREATE DATABASE ti TEMPLATE template0")
        attendre("la base sur les deux serveurs", lambda: _repond(toute.base))
        migrer_pour_servir(toute.base)
        pile.callback(toute.arreter)
        for rang in range(PROCESSUS):
            toute.lancer(rang)
            toute.attendre_prete(rang)
        toute.url = pile.enter_context(haproxy(dossier, ports))
        yield toute


def _repond(base: str) -> bool:
    """Whether it is there on whichever server is asked first: the standby replays it later."""
    try:
        return bool(sql(base, "SELECT 1"))
    except DBAPIError:
        return False


def _magasin(dossier: Path, liens: Reseau) -> Magasin:
    dossier.mkdir()
    return Magasin(dossier, liens.lien(0))
