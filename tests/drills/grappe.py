"""A cluster of PostgreSQL: two servers led by Patroni, by an etcd of one member.

Each is reached through links (`liens`): what is held back there is what a network would lose.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx2
import yaml
from sqlalchemy import URL

from app.kit.postgres import embedded
from tests.drills.attente import attendre
from tests.drills.liens import Lien, Reseau
from tests.exploitation.processus import port_libre

_LANCEUR: Final = Path(embedded.__file__).with_name("launcher.py")
_PATRONI: Final = Path(sys.executable).with_name("patroni")
# `docs/deployer.md` says why each; `ttl` is the least that Patroni takes.
DCS: Final[dict[str, Any]] = {
    "ttl": 20,
    "loop_wait": 1,
    "retry_timeout": 3,
    "synchronous_mode": True,
    "failsafe_mode": True,
    "primary_start_timeout": 0,
    "postgresql": {
        "use_pg_rewind": True,
        "parameters": {
            "max_connections": 100,
            "shared_buffers": "32MB",
            "wal_keep_size": "128MB",
            "wal_sender_timeout": "5s",
            "wal_receiver_timeout": "5s",
            "tcp_keepalives_idle": 3,
            "tcp_keepalives_interval": 2,
            "tcp_keepalives_count": 2,
        },
    },
}
_HBA: Final = ("host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust")
_INITDB: Final = (
    *("data-checksums", {"encoding": "UTF8"}, {"locale": "C"}),
    *({"locale-provider": "builtin"}, {"builtin-locale": "C.UTF-8"}),
)


@dataclass(slots=True)
class Noeud:
    """One server, its Patroni, and the links that lead to it, and from it to etcd."""

    nom: str
    dossier: Path
    ports: dict[str, int]
    liens: dict[str, Lien]
    processus: "subprocess.Popen[bytes] | None" = None

    @property
    def donnees(self) -> Path:
        return self.dossier / "donnees"

    def demarrer(self) -> None:
        """Start its Patroni, which starts the server."""
        avant = [sys.executable, "-I", "-S", str(_LANCEUR), str(os.getpid()), str(self.dossier)]
        with (self.dossier / "patroni.log").open("ab") as journal:
            self.processus = subprocess.Popen(
                [*avant, "--", str(_PATRONI), str(self.dossier / "patroni.yml")],
                stdin=subprocess.DEVNULL,
                stdout=journal,
                stderr=journal,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"},
                start_new_session=True,
            )

    def tuer_le_serveur(self) -> None:
        """`kill -9` of PostgreSQL, which its Patroni sees."""
        with suppress(FileNotFoundError, ProcessLookupError):
            pid = int((self.donnees / "postmaster.pid").read_text().split("\n")[0])
            os.kill(pid, signal.SIGKILL)

    def tuer_la_machine(self) -> None:
        """`kill -9` of both: nobody is left to tell."""
        if self.processus:
            self.processus.kill()
            self.tuer_le_serveur()
            self.processus.wait()
            self.processus = None

    def isoler(self, autre: "Noeud") -> None:
        """Nothing passes between it and anybody, either way."""
        for lien in self.liens.values():
            lien.retenir(clients=True, pairs=True)
        autre.liens["postgres"].retenir(clients=False, pairs=True)
        autre.liens["patroni"].retenir(clients=True, pairs=True)

    def rejoindre(self) -> None:
        """All that was held back there passes."""
        for lien in self.liens.values():
            lien.retenir(clients=False, pairs=False)

    def reglages(self, etcd: dict[str, Any]) -> dict[str, Any]:
        """Its `patroni.yml`."""
        acces = {"sslmode": "disable", "gssencmode": "disable"}
        return {
            "scope": "ti",
            "name": self.nom,
            "restapi": {
                "listen": f"127.0.0.1:{self.ports['patroni']}",
                "connect_address": f"127.0.0.1:{self.liens['patroni'].port}",
            },
            "etcd3": etcd,
            "bootstrap": {"dcs": DCS, "initdb": list(_INITDB)},
            "postgresql": {
                "listen": f"127.0.0.1:{self.ports['postgres']}",
                "connect_address": f"127.0.0.1:{self.liens['postgres'].port}",
                "data_dir": str(self.donnees),
                "bin_dir": str(Path(embedded.binaire("postgres")).parent),
                "pgpass": str(self.dossier / "pgpass"),
                "pg_hba": [
                    f"host {base} all 127.0.0.1/32 trust" for base in ("all", "replication")
                ],
                "authentication": {
                    "superuser": {"username": embedded.PROPRIETAIRE, **acces},
                    "replication": {"username": "replication", **acces},
                },
                "parameters": {"unix_socket_directories": ""},
                "remove_data_directory_on_rewind_failure": True,
                "remove_data_directory_on_diverged_timelines": True,
            },
        }


@dataclass(slots=True)
class Etcd:
    """The one member of etcd. Its data stay when it is killed."""

    dossier: Path
    port: int
    pair: int
    processus: "subprocess.Popen[bytes] | None" = None

    def demarrer(self) -> None:
        client, pair = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{self.pair}"
        with (self.dossier.parent / "etcd.log").open("ab") as journal:
            self.processus = subprocess.Popen(
                [
                    *("etcd", "--data-dir", str(self.dossier), "--name", "un"),
                    *("--listen-client-urls", client, "--advertise-client-urls", client),
                    *("--listen-peer-urls", pair, "--initial-advertise-peer-urls", pair),
                    *("--initial-cluster", f"un={pair}"),
                ],
                stdout=journal,
                stderr=journal,
            )
        attendre("etcd répond", self._repond)

    def tuer(self) -> None:
        if self.processus:
            self.processus.kill()
            self.processus.wait()
            self.processus = None

    def _repond(self) -> bool:
        try:
            url = f"http://127.0.0.1:{self.port}/health"
            return httpx2.get(url, trust_env=False).status_code == 200
        except httpx2.TransportError:
            return False


@dataclass(slots=True)
class Grappe:
    """Both servers and etcd."""

    etcd: Etcd
    noeuds: list[Noeud] = field(default_factory=list[Noeud])

    def url(self, role: str) -> str:
        """The URL of the one that takes writes, whichever it is, as this role."""
        hotes = [f"127.0.0.1:{noeud.liens['postgres'].port}" for noeud in self.noeuds]
        acces = {"host": tuple(hotes), "target_session_attrs": "read-write"}
        url = URL.create("postgresql+asyncpg", role, database="ti", query=acces)
        return url.render_as_string(hide_password=False)

    def membres(self) -> dict[str, dict[str, Any]]:
        """What Patroni says of each, by name; nothing if none answers."""
        for noeud in self.noeuds:
            with suppress(httpx2.TransportError):
                url = f"http://127.0.0.1:{noeud.ports['patroni']}/cluster"
                lue = httpx2.get(url, trust_env=False, timeout=5).json()
                return {membre["name"]: membre for membre in lue.get("members", [])}
        return {}

    def primaire(self) -> Noeud:
        """The one that takes writes: it is waited for."""
        trouves = list[Noeud]()

        def voir() -> bool:
            roles = {nom: membre["role"] for nom, membre in self.membres().items()}
            trouves[:] = [noeud for noeud in self.noeuds if roles.get(noeud.nom) == "leader"]
            return bool(trouves)

        attendre("un primaire", voir)
        return trouves[0]

    def secondaire(self) -> Noeud:
        """The other one."""
        primaire = self.primaire()
        return next(noeud for noeud in self.noeuds if noeud is not primaire)

    def attendre_entiere(self) -> float:
        """Return once one is written to and the other follows it, synchronously."""
        return attendre("la grappe entière", self._entiere)

    def _entiere(self) -> bool:
        vus = {(membre["role"], membre["state"]) for membre in self.membres().values()}
        return vus == {("leader", "running"), ("sync_standby", "streaming")}


@contextmanager
def grappe(dossier: Path, reseau: Reseau) -> Generator[Grappe]:
    """A cluster that is whole, with an empty database `ti`; killed at the end of the block."""
    etcd = Etcd(dossier / "etcd", port_libre(), port_libre())
    with ExitStack() as pile:
        pile.callback(etcd.tuer)
        etcd.demarrer()
        une = Grappe(etcd)
        for nom in ("un", "deux"):
            noeud = _noeud(nom, dossier / nom, reseau, etcd)
            une.noeuds.append(noeud)
            pile.callback(noeud.tuer_la_machine)
            noeud.demarrer()
        une.attendre_entiere()
        yield une


def _noeud(nom: str, dossier: Path, reseau: Reseau, etcd: Etcd) -> Noeud:
    dossier.mkdir(mode=0o700)
    ports = {quoi: port_libre() for quoi in ("postgres", "patroni")}
    liens = {quoi: reseau.lien(port) for quoi, port in ports.items()}
    liens["etcd"] = reseau.lien(etcd.port)
    noeud = Noeud(nom, dossier, ports, liens)
    # Else it asks etcd for its own addresses, and goes round the link.
    etcd3 = {"hosts": [f"127.0.0.1:{liens['etcd'].port}"], "use_proxies": True}
    (dossier / "patroni.yml").write_text(yaml.safe_dump(noeud.reglages(etcd3)))
    return noeud
