"""What a running service takes for one request: processor time, answer, longest stop, memory.

Processor time is that of its process, not the clock's: another's work on the machine counts little.
"""

import http.client
import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.kit.web.lasting import SSE

_PATIENCE: Final = 60  # seconds
_PAUSE: Final = 0.002


@dataclass(frozen=True)
class Envoi:
    """A request; `pese` is what it deserves beyond what it sends, as a dossier that it reads."""

    methode: str
    cible: str
    entetes: dict[str, str]
    corps: bytes = b""
    pese: int = 0

    @property
    def taille(self) -> int:
        tete = sum(len(nom) + len(valeur) for nom, valeur in self.entetes.items())
        return len(self.cible) + tete + len(self.corps) + self.pese


@dataclass(frozen=True)
class Mesure:
    """Seconds of processor and bytes that one request took; `arret`: seconds others waited."""

    statut: int
    processeur: float
    recu: int
    memoire: int
    arret: float = 0


@dataclass
class Banc:
    """The process of a service, and how to ask it for something."""

    pid: int
    port: int
    _client: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self._client = self._connexion()

    def fermer(self) -> None:
        self._client.close()

    def envoyer(self, envoi: Envoi) -> tuple[int, bytes]:
        """The status and the body of the answer; of a stream, its beginning."""
        self._client.request(envoi.methode, envoi.cible, envoi.corps or None, envoi.entetes)
        reponse = self._client.getresponse()
        if reponse.headers.get_content_type() != SSE:
            return reponse.status, reponse.read()
        recu = reponse.read1() + reponse.read1()  # how to come back, then what happened
        self._client.close()
        return reponse.status, recu

    def mesurer(self, envoi: Envoi) -> Mesure:
        """What it takes, with nobody else there."""
        (self._proc / "clear_refs").write_text("5")  # the peak begins anew
        avant, debut = self._memoire("VmRSS"), self._processeur()
        statut, recu = self.envoyer(envoi)
        # What it does once it has answered is its own, too; its other threads give it back.
        duree = self._processeur() - debut
        return Mesure(statut, duree, len(recu), self._memoire("VmHWM") - avant)

    def arret(self, envoi: Envoi) -> float:
        """How long the service let others wait at most, in seconds of its own work."""
        arrets, fini, pret = list[float](), threading.Event(), threading.Event()

        def demander() -> None:
            client = self._connexion()
            while not fini.is_set():
                travail, debut = self._processeur(), time.perf_counter()
                client.request("GET", "/sante/vivant")
                client.getresponse().read()
                duree = time.perf_counter() - debut
                arrets.append(min(duree, self._processeur() - travail))
                pret.set()
                fini.wait(_PAUSE)
            client.close()

        fil = threading.Thread(target=demander)
        fil.start()
        try:
            pret.wait(_PATIENCE)
            arrets.clear()
            self.envoyer(envoi)
        finally:
            fini.set()
            fil.join()
        return max(arrets, default=0.0)

    @property
    def _proc(self) -> Path:
        return Path(f"/proc/{self.pid}")

    def _connexion(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)

    def _processeur(self) -> float:
        """As clock_getcpuclockid(3) gives it, and what the processes take that read files."""
        return time.clock_gettime((~self.pid << 3) | 2) + sum(map(_pris, _enfants(self.pid)))

    def _memoire(self, laquelle: str) -> int:
        etat = (self._proc / "status").read_text()
        return int(etat.partition(f"{laquelle}:")[2].split()[0]) * 1024


def _enfants(pid: int) -> list[Path]:
    """Those in Python that it started, at any depth: its PostgreSQL has its own to do."""
    trouves = list[Path]()
    with suppress(FileNotFoundError, ProcessLookupError):  # they come and go
        for fil in Path(f"/proc/{pid}/task").glob("*/children"):
            for enfant in fil.read_text().split():
                if "python" in (Path("/proc") / enfant / "comm").read_text():
                    trouves += [Path("/proc") / enfant, *_enfants(int(enfant))]
    return trouves


def _pris(processus: Path) -> float:
    """Its seconds of processor, and those of its own that have ended."""
    with suppress(FileNotFoundError, ProcessLookupError):
        champs = (processus / "stat").read_text().rpartition(")")[2].split()
        return sum(map(int, champs[11:15])) / os.sysconf("SC_CLK_TCK")
    return 0.0
