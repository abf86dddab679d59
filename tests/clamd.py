"""A real clamd on this machine, from Debian's package, with a folder of signatures of its own."""

import socket
import subprocess
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.exploitation.processus import port_libre

CLAMD = Path("/usr/sbin/clamd")
# In two halves: an antivirus on a developer's machine would take this very file away.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# Plain text that only our own signature knows, to be put where EICAR would be out of place.
VIRUS_D_ESSAI = b"virus-d-essai-des-territoires-d-industrie"
# Name, where in a file (`*`: anywhere), bytes.
SIGNATURES = (("Eicar-Test-Signature", "0", EICAR), ("Essai", "*", VIRUS_D_ESSAI))
_REGLAGES = {"StreamMaxLength": "60M", "MaxFileSize": "60M", "MaxScanSize": "400M"}
_DELAI = 60  # seconds after which its start is a failure


@dataclass(frozen=True)
class Clamd:
    """A running clamd; `adresse` is what `TI_CLAMD` takes."""

    adresse: str
    processus: "subprocess.Popen[str]"

    def tuer(self) -> None:
        """End it at once; its socket stays, and refuses."""
        self.processus.kill()
        self.processus.wait()


@contextmanager
def clamd(*, port: bool = False, **reglages: str) -> Generator[Clamd]:
    """Run it until the end of the block, on a socket or a `port`.

    `reglages` are lines of its clamd.conf.
    """
    # Not pytest's folder: the path of a socket has 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="ti-clamd-") as nom:
        dossier = Path(nom)
        signatures = dossier / "signatures"
        signatures.mkdir()
        lignes = [f"{nom}:0:{ou}:{octets.hex()}\n" for nom, ou, octets in SIGNATURES]
        (signatures / "essai.ndb").write_text("".join(lignes))
        prise = dossier / "clamd.sock"
        libre = port_libre() if port else 0
        ecoute = {"TCPAddr": "127.0.0.1", "TCPSocket": str(libre)} if port else {}
        tous = {
            "LocalSocket": str(prise),
            **ecoute,
            "DatabaseDirectory": str(signatures),
            "TemporaryDirectory": nom,
            "Foreground": "yes",
            "AlertExceedsMax": "yes",
            **_REGLAGES,
            **reglages,
        }
        conf = dossier / "clamd.conf"
        conf.write_text("".join(f"{cle} {valeur}\n" for cle, valeur in tous.items()))
        processus = subprocess.Popen(
            [CLAMD, f"--config-file={conf}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        lance = Clamd(f"127.0.0.1:{libre}" if port else str(prise), processus)
        try:
            _attendre(processus)
            assert _ping(prise) == b"PONG\0"
            yield lance
        finally:
            lance.tuer()


def _attendre(processus: "subprocess.Popen[str]") -> None:
    """Return once it says that it listens for good; what it says afterwards is dropped."""
    dites, pret = list[str](), threading.Event()

    def lire() -> None:
        assert processus.stdout
        with processus.stdout as sortie:
            for ligne in sortie:
                dites.append(ligne)
                if "Self checking" in ligne:
                    pret.set()
        pret.set()

    threading.Thread(target=lire, daemon=True).start()
    assert pret.wait(_DELAI), "".join(dites)
    assert processus.poll() is None, "".join(dites)


def _ping(prise: Path) -> bytes:
    with socket.socket(socket.AF_UNIX) as connexion:
        connexion.settimeout(_DELAI)
        connexion.connect(str(prise))
        connexion.sendall(b"zPING\0")
        return connexion.recv(16)
