"""What a process that reads a stranger's file may take. Imports nothing that is slow to load."""

import resource
import signal
from typing import Final

MEMOIRE_EPUISEE: Final = 3
"""The status by which such a process says that its memory did not suffice."""
A_BOUT: Final = (
    *(-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT),
    MEMOIRE_EPUISEE,
)
"""How one ends that took more than it may, as the kernel, a library or Python say it."""


def se_limiter(memoire: int, secondes: int, disque: int = 0) -> None:
    """Bound the calling process: bytes of memory, seconds of processor time, bytes of a file."""
    limites = {
        resource.RLIMIT_AS: memoire,
        resource.RLIMIT_CPU: secondes,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: disque,
    }
    for limite, valeur in limites.items():
        resource.setrlimit(limite, (valeur, valeur))
