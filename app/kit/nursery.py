"""Loads once what judges strangers' files, then forks: each work has a process of its own.

Run as `python -I -m app.kit.nursery MODULE…` by `app/kit/process.py`, whose socket is its standard
input. A demand is the rank of a module, in one byte, with three descriptors: what
`MODULE.principal(entree, sortie)` reads, what it writes, and where its status goes, in 4 bytes.
Whoever closes the other end of the last one has the process killed; the end of input ends all.
"""

import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from gc import freeze
from importlib import import_module
from pathlib import Path
from select import POLLIN, poll
from struct import Struct
from typing import IO, Final, NoReturn

Travail = Callable[[IO[bytes], IO[bytes]], None]
STATUT: Final = Struct("i")
_DESCRIPTEURS: Final = 3
_OUVERTS_MAX: Final = 1024


class Mere:
    """Forks for what is asked on `prise`, and tells how each process ended."""

    def __init__(self, prise: socket.socket, travaux: list[Travail]) -> None:
        self._prise = prise
        self._travaux = travaux
        self._enfants: dict[int, int] = {}  # by the descriptor that is told of its end
        self._reveil, reveiller = os.pipe()
        os.set_blocking(reveiller, False)
        signal.set_wakeup_fd(reveiller)
        signal.signal(signal.SIGCHLD, _reveiller)
        for du_service in (signal.SIGINT, signal.SIGTERM):  # a terminal's, a system's to all of it
            signal.signal(du_service, signal.SIG_IGN)
        self._attente = poll()
        self._attente.register(prise, POLLIN)
        self._attente.register(self._reveil, POLLIN)

    def servir(self) -> None:
        """Until nobody can ask any more; what is still at work then is killed."""
        while self._tour():
            pass
        for enfant in self._enfants.values():
            os.kill(enfant, signal.SIGKILL)

    def _tour(self) -> bool:
        # One at a time: what it closes and opens would give the number of another another sense.
        descripteur, _ = self._attente.poll()[0]
        if descripteur == self._prise.fileno():
            return self._engendrer()
        if descripteur == self._reveil:
            os.read(self._reveil, _OUVERTS_MAX)
            self._recolter()
        else:  # whoever asked has hung up
            self._attente.unregister(descripteur)
            os.kill(self._enfants[descripteur], signal.SIGKILL)
        return True

    def _engendrer(self) -> bool:
        """Fork for the next demand; False when there is none to come."""
        rang, recus, _, _ = socket.recv_fds(self._prise, 1, _DESCRIPTEURS)
        if not rang:
            return False
        entree, sortie, statut = recus
        enfant = os.fork()
        if not enfant:
            _travailler(self._travaux[rang[0]], entree, sortie)
        os.close(entree)
        os.close(sortie)
        self._enfants[statut] = enfant
        self._attente.register(statut, 0)  # it becomes ready when nobody reads it any more
        return True

    def _recolter(self) -> None:
        for statut, enfant in list(self._enfants.items()):
            fini, etat = os.waitpid(enfant, os.WNOHANG)
            if fini:
                del self._enfants[statut]
                with suppress(KeyError):
                    self._attente.unregister(statut)
                with suppress(BrokenPipeError):
                    os.write(statut, STATUT.pack(os.waitstatus_to_exitcode(etat)))
                os.close(statut)


def _reveiller(signal_: int, cadre: object) -> None:
    """The descriptor above does it; without a handler the signal would be ignored."""


def _travailler(travail: Travail, entree: int, sortie: int) -> NoReturn:
    statut: object = 1
    try:
        signal.set_wakeup_fd(-1)
        os.dup2(entree, 0)
        os.dup2(sortie, 1)
        os.closerange(3, _OUVERTS_MAX)
        with open(0, "rb") as lue, open(1, "wb") as ecrite:
            travail(lue, ecrite)
        statut = 0
    except SystemExit as fin:
        statut = fin.code
    finally:
        os._exit(statut if isinstance(statut, int) else 1)


def principal(modules: list[str]) -> None:
    travaux: list[Travail] = [import_module(module).principal for module in modules]
    with suppress(OSError):  # of Linux: where memory runs out, these go before who serves
        Path("/proc/self/oom_score_adj").write_text("1000")
    freeze()  # else the first collection of each child copies all these pages
    Mere(socket.socket(fileno=0), travaux).servir()


if __name__ == "__main__":
    principal(sys.argv[1:])
