"""A small server that speaks clamd's protocol, and can be told to speak it badly.

For the tests of `make test`, which have no clamd: it knows `VIRUS_D_ESSAI`, and nothing else.
"""

import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingUnixStreamServer
from typing import Final, cast

from tests.clamd import VIRUS_D_ESSAI

SAIN: Final = b"stream: OK\0"
TROUVE: Final = b"stream: Essai.UNOFFICIAL FOUND\0"
TROP_LONG: Final = b"INSTREAM size limit exceeded. ERROR\0"
_DELAI: Final = 30


class FauxClamd:
    """Listens on `adresse` between `allumer` and `eteindre`.

    `reponse`: what it says of every file, instead of what it finds. `muet`: says nothing at all.
    `scans`: how many files it was given, `paroles`: how many connections it had.
    """

    def __init__(self, dossier: Path) -> None:
        self.adresse = str(dossier / "clamd.sock")
        self.reponse: bytes | None = None
        self.scans = self.paroles = 0
        self._parler = threading.Event()
        self._parler.set()
        self._serveur: _Serveur | None = None

    @property
    def muet(self) -> bool:
        return not self._parler.is_set()

    @muet.setter
    def muet(self, muet: bool) -> None:
        (self._parler.clear if muet else self._parler.set)()

    def allumer(self) -> None:
        self._serveur = _Serveur(self)
        threading.Thread(target=self._serveur.serve_forever, args=(0.01,), daemon=True).start()

    def eteindre(self) -> None:
        """Nobody listens any more; who was kept waiting is answered."""
        self.muet = False
        if self._serveur:
            self._serveur.shutdown()
            self._serveur.server_close()
            Path(self.adresse).unlink()
        self._serveur = None

    def retablir(self) -> None:
        """Have it answer, whatever ailed it."""
        self.eteindre()
        self.reponse = None
        self.allumer()

    def dire(self, recu: bytes) -> bytes:
        """What is answered to a file, when it is time to."""
        self.scans += 1
        self._parler.wait(_DELAI)
        trouve = TROUVE if VIRUS_D_ESSAI in recu else SAIN
        return trouve if self.reponse is None else self.reponse

    def ping(self) -> bytes:
        """What is answered to a PING."""
        self._parler.wait(_DELAI)
        return b"PONG\0"


class _Serveur(ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 200

    def __init__(self, faux: FauxClamd) -> None:
        self.faux = faux
        super().__init__(faux.adresse, _Dialogue)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no fault of this server's."""


class _Dialogue(StreamRequestHandler):
    def handle(self) -> None:
        faux = cast(_Serveur, self.server).faux
        faux.paroles += 1
        commande = self.rfile.read(6)
        if commande == b"zPING\0":
            self.wfile.write(faux.ping())
            return
        assert commande + self.rfile.read(4) == b"zINSTREAM\0"
        recu = b""
        while taille := int.from_bytes(self.rfile.read(4)):
            recu += self.rfile.read(taille)
        self.wfile.write(faux.dire(recu))


@contextmanager
def faux_clamd() -> Generator[FauxClamd]:
    """One that is on, and answers, until the end of the block."""
    # Not pytest's folder: the path of a socket has 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="ti-clamd-") as nom:
        faux = FauxClamd(Path(nom))
        faux.allumer()
        try:
            yield faux
        finally:
            faux.eteindre()
