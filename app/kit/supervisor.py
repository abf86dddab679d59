"""Keeps workers alive, each forked from this process once all that they share is loaded.

No loop and no other thread at work runs here: what is forked is what was loaded. Workers share the
sockets that they listen on, so that what comes to one that dies waits for another.
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from selectors import EVENT_READ, DefaultSelector
from types import FrameType
from typing import Final, NoReturn

from app.kit.logs import journal

_FINS: Final = (signal.SIGINT, signal.SIGTERM)
_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h
# Seconds: what did not live as long is not replaced at once, nor what could not start.
_JEUNE: Final = 5.0
_REPRISE: Final = 1.0
# Between two looks at what is to come back.
_PAS: Final = 0.1
_OCTETS: Final = 4096


@dataclass(slots=True)
class _Ouvrier:
    """A worker: its process, when it was born, whether it has said that it serves."""

    pid: int
    ne_a: float
    sert: bool = False


class Superviseur:
    """As many workers as `nombre`; the first one alone until it serves.

    `travailler(premier, servir)` is a worker's whole life, in a process of its own; it calls
    `servir` once it serves. `veiller` is called at each turn, and tells whether what it watches
    over is there. `fermer` is called once, when the workers are about to be told to stop.
    """

    def __init__(
        self,
        nombre: int,
        travailler: Callable[[bool, Callable[[], None]], None],
        veiller: Callable[[], bool],
        fermer: Callable[[], None],
    ) -> None:
        self._nombre = nombre
        self._travailler = travailler
        self._veiller = veiller
        self._fermer = fermer
        self._ouvriers: dict[int, _Ouvrier] = {}  # by the descriptor that tells of them
        self._attente = DefaultSelector()
        self._signaux = 0
        self._obeis = 0
        self._commence = False
        self._pas_avant = 0.0
        self._statut: int | None = None

    def tenir(self) -> int:
        """Return, once all workers have ended, what this process is to exit with.

        The first signal lets them end their requests, the second one kills them. A first worker
        that cannot start ends it all; later ones are tried again.
        """
        with self._a_l_ecoute() as reveil:
            while self._statut is None or self._ouvriers:
                self._obeir()
                tranquille = self._completer()
                for cle, _ in self._attente.select(None if tranquille else _PAS):
                    if cle.fd == reveil:
                        os.read(reveil, _OCTETS)
                    else:
                        self._entendre(cle.fd)
        return self._statut

    def _obeir(self) -> None:
        """Pass on the signals that have come."""
        if self._obeis == self._signaux:
            return
        if not self._obeis:
            self._fermer()
            self._statut = 0
        self._obeis = self._signaux
        for ouvrier in self._ouvriers.values():
            os.kill(ouvrier.pid, signal.SIGTERM if self._obeis == 1 else signal.SIGKILL)

    def _completer(self) -> bool:
        """Have all be there that is to be; whether there is nothing left to do but to wait."""
        if self._statut is not None:
            return True
        voulus = self._nombre if self._commence else 1
        while len(self._ouvriers) < voulus and time.monotonic() >= self._pas_avant:
            self._engendrer()
        return self._veiller() and len(self._ouvriers) == voulus

    def _engendrer(self) -> None:
        entendre, dire = os.pipe()
        parent = os.getpid()
        # One that comes meanwhile is for the worker only once it knows what to do.
        signal.pthread_sigmask(signal.SIG_BLOCK, _FINS)
        pid = os.fork()
        if not pid:
            self._naitre(parent, dire)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _FINS)
        os.close(dire)
        self._ouvriers[entendre] = _Ouvrier(pid, time.monotonic())
        self._attente.register(entendre, EVENT_READ)

    def _naitre(self, parent: int, dire: int) -> NoReturn:
        """Be a worker, whatever this process was about to do."""
        statut: object = 1
        try:
            _finir_avec(parent)
            self._se_detacher()

            def servir() -> None:
                os.write(dire, b"1")

            self._travailler(not self._commence, servir)
            statut = 0
        except SystemExit as fin:
            statut = fin.code or 0
            if not isinstance(statut, int):
                print(statut, file=sys.stderr)  # noqa: T201 -- as Python does when it exits
        except BaseException:
            journal.exception("processus_en_faute")
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(statut if isinstance(statut, int) else 1)  # the parent's is not ours to close

    def _se_detacher(self) -> None:
        """Hold nothing of what the parent waits for."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for numero in _FINS:
            signal.signal(numero, _sortir)
        for autre in self._ouvriers:
            os.close(autre)
        self._attente.close()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _FINS)

    def _entendre(self, descripteur: int) -> None:
        """A worker says that it serves, or has ended: nobody else has the other end."""
        ouvrier = self._ouvriers[descripteur]
        if os.read(descripteur, 1):
            ouvrier.sert = self._commence = True
            return
        self._attente.unregister(descripteur)
        os.close(descripteur)
        del self._ouvriers[descripteur]
        statut = os.waitstatus_to_exitcode(os.waitpid(ouvrier.pid, 0)[1])
        if self._statut is not None:
            return
        if not self._commence:
            self._statut = statut if statut > 0 else 1
            return
        journal.error("processus_remplace", pid=ouvrier.pid, statut=statut)
        if not ouvrier.sert or time.monotonic() - ouvrier.ne_a < _JEUNE:
            self._pas_avant = time.monotonic() + _REPRISE

    @contextmanager
    def _a_l_ecoute(self) -> Generator[int]:
        """Have signals wake who waits, the end of a child included: `veiller` looks then."""
        entendre, dire = os.pipe()
        os.set_blocking(dire, False)
        avant = {numero: signal.signal(numero, self._compter) for numero in _FINS}
        signal.signal(signal.SIGCHLD, _rien)
        signal.set_wakeup_fd(dire)
        self._attente.register(entendre, EVENT_READ)
        try:
            yield entendre
        finally:
            signal.set_wakeup_fd(-1)
            for numero, geste in avant.items():
                signal.signal(numero, geste)
            for descripteur in (entendre, dire):
                os.close(descripteur)

    def _compter(self, numero: int, cadre: FrameType | None) -> None:
        self._signaux += 1


def _finir_avec(parent: int) -> None:
    """Have the kernel kill this process, on Linux, when its parent dies."""
    if prctl := getattr(ctypes.CDLL(None), "prctl", None):
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _sortir(numero: int, cadre: FrameType | None) -> None:
    sys.exit(0)


def _rien(numero: int, cadre: FrameType | None) -> None:
    """The descriptor of wake-ups does it; without a handler the signal would be ignored."""
