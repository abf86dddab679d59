"""Receivers: real HTTP servers that answer as a test has them answer, byte by byte."""

import json
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, Queue
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any, Final

_DELAI: Final = 20  # seconds after which a wait is a failure
Repondre = Callable[[socket.socket, "Requete"], None]


@dataclass(frozen=True)
class Requete:
    """What a receiver was sent, and how many requests were there then, itself included."""

    ligne: str
    entetes: Mapping[str, str]
    corps: bytes
    ensemble: int = 1

    @property
    def id(self) -> str:
        return self.entetes["webhook-id"]


RECUES: Final[list[Requete]] = []
"""What all receivers were sent, for who judges it: they empty it."""


def dire(statut: int, *entetes: str, corps: bytes = b"") -> Repondre:
    """Answer so to everything."""
    tete = [f"HTTP/1.1 {statut} X", f"Content-Length: {len(corps)}", *entetes, "", ""]

    def repondre(prise: socket.socket, _: Requete) -> None:
        prise.sendall("\r\n".join(tete).encode() + corps)

    return repondre


def tour_a_tour(*reponses: Repondre) -> Repondre:
    """One after the other, the last one for ever."""
    restantes = [*reponses]

    def repondre(prise: socket.socket, requete: Requete) -> None:
        suivante = restantes.pop(0) if len(restantes) > 1 else restantes[0]
        suivante(prise, requete)

    return repondre


def ne_rien_dire(prise: socket.socket, _: Requete) -> None:
    """Wait for the sender to hang up."""
    prise.recv(1)


def goutte_a_goutte(prise: socket.socket, _: Requete) -> None:
    """A byte now and then, for ever."""
    prise.sendall(b"HTTP/1.1 200 X\r\nContent-Length: 100000\r\n\r\n")
    prise.settimeout(0.02)
    while True:
        prise.sendall(b"x")
        with suppress(TimeoutError):
            if not prise.recv(1):
                return


def couper(prise: socket.socket, _: Requete) -> None:
    """Reset the connection."""
    prise.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    prise.close()


def couper_au_milieu(prise: socket.socket, requete: Requete) -> None:
    prise.sendall(b"HTTP/1.1 200 X\r\nContent-Length: 1000\r\n\r\nmer")
    couper(prise, requete)


def dire_autre_chose(prise: socket.socket, _: Requete) -> None:
    prise.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")


def entetes_sans_fin(prise: socket.socket, _: Requete) -> None:
    prise.sendall(b"HTTP/1.1 200 X\r\n")
    for rang in range(100_000):
        prise.sendall(b"X-%d: %s\r\n" % (rang, b"x" * 1000))


class Barriere:
    """Has nobody answered before it is opened; sees how many of one candidature come at once."""

    def __init__(self) -> None:
        self.ensuite = dire(204)
        self.plus_par_candidature = 0
        self._ouverte = threading.Event()
        self._presentes = Counter[str]()
        self._verrou = threading.Lock()

    def ouvrir(self) -> None:
        self._ouverte.set()

    def __call__(self, prise: socket.socket, requete: Requete) -> None:
        candidature = json.loads(requete.corps)["data"]["candidature"]["id"]
        with self._verrou:
            self._presentes[candidature] += 1
            plus = max(self._presentes.values())
            self.plus_par_candidature = max(self.plus_par_candidature, plus)
        self._ouverte.wait(_DELAI)
        with self._verrou:
            self._presentes[candidature] -= 1
        self.ensuite(prise, requete)


@dataclass
class Recepteur:
    """A receiver: `repondre` may be changed while it runs."""

    repondre: Repondre = field(default_factory=lambda: dire(204))
    url: str = ""
    plus: int = 0
    _recues: Queue[Requete] = field(default_factory=Queue[Requete])
    _verrou: threading.Lock = field(default_factory=threading.Lock)
    _presents: int = 0

    def recevoir(self, delai: float = _DELAI) -> Requete:
        """The next request, awaited for so many seconds."""
        return self._recues.get(timeout=delai)

    def recevoir_toutes(self, nombre: int) -> list[Requete]:
        return [self.recevoir() for _ in range(nombre)]

    @property
    def rien(self) -> bool:
        """Whether nothing came that was not asked for."""
        try:
            self._recues.get_nowait()
        except Empty:
            return True
        return False

    def traiter(self, prise: socket.socket) -> None:
        with self._verrou:
            self._presents += 1
            self.plus = max(self.plus, self._presents)
            ensemble = self._presents
        try:
            if requete := _lire(prise, ensemble):
                RECUES.append(requete)
                self._recues.put(requete)
                self.repondre(prise, requete)
        finally:
            with self._verrou:
                self._presents -= 1


def _lire(prise: socket.socket, ensemble: int) -> Requete | None:
    recu = b""
    while b"\r\n\r\n" not in recu:
        if not (morceau := prise.recv(65536)):
            return None
        recu += morceau
    tete, _, corps = recu.partition(b"\r\n\r\n")
    ligne, *lignes = tete.decode("latin-1").split("\r\n")
    entetes = {
        nom.lower(): valeur.strip() for nom, _, valeur in (une.partition(":") for une in lignes)
    }
    while len(corps) < int(entetes.get("content-length", "0")):
        corps += prise.recv(65536)
    return Requete(ligne, entetes, corps, ensemble)


class _Serveur(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up first is what some tests are about."""


@contextmanager
def recevoir(
    repondre: Repondre | None = None, tls: ssl.SSLContext | None = None
) -> Generator[Recepteur]:
    """A receiver on a free port of this machine until the end of the block."""
    recepteur = Recepteur(repondre or dire(204))

    class Conversation(BaseRequestHandler):
        def handle(self) -> None:
            prise: socket.socket = self.request
            prise.settimeout(_DELAI)
            with suppress(OSError):
                if tls is None:
                    recepteur.traiter(prise)
                    return
                with tls.wrap_socket(prise, server_side=True) as chiffree:
                    recepteur.traiter(chiffree)

    with _Serveur(("127.0.0.1", 0), Conversation) as serveur:
        schema, port = "https" if tls else "http", serveur.server_address[1]
        recepteur.url = f"{schema}://127.0.0.1:{port}/crochet"
        fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.01})
        fil.start()
        try:
            yield recepteur
        finally:
            serveur.shutdown()
            fil.join()
